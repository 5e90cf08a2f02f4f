from exhibits.models.exhibit import Exhibit, ExhibitVersion
from exhibits.models.scene import Scene, SceneVersion, Source

__all__ = ["Exhibit", "ExhibitVersion", "Scene", "SceneVersion", "Source"]
