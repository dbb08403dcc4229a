import ArgumentParser

/// Where a site's settings are.
struct SiteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file of settings, or none.",
            discussion: "Default: the nearest kindred.yml of yours at or above the current folder.",
            valueName: "file"
        ),
        completion: .file()
    )
    var config: String?
}
