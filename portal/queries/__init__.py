"""What the portal's pages show: gathered from the apps below, through their faces.

The template tags need `chain` alone, so nothing else is imported here.
"""
