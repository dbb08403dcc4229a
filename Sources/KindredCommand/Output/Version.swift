/// The version of the command line, as `--version` prints it and models name it.
let kindredVersion = "0.2.0"
