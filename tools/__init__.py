"""Scripts for developers: build the library that ships, fuzz the readers, find slow inputs."""
