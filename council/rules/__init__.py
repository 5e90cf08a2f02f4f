"""Pure rules of deciding: values in, values out; integers and fractions only."""
