import Archive
import ArgumentParser

/// Which weights turn signals into probabilities.
struct WeightsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Weights that `kindred tune` saved; `shipped` for those that come with Kindred.",
            discussion: "Default: those beside the index, where there are any, else the shipped ones.",
            valueName: "file"
        ),
        completion: .file()
    )
    var weights: String?

    static let shippedName = "shipped"

    /// Which weights to use.
    var choice: WeightsChoice {
        switch weights {
        case nil: .automatic
        case Self.shippedName?: .shipped
        case let path?: .file(path)
        }
    }
}
