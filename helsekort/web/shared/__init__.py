"""What all pages share: the door, the rendering, the look and the charts."""
