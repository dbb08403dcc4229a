#if Postgres

import Platform

extension StoreError {
    /// Says in Kindred's words what PostgreSQL reports.
    init(ofPostgres error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? PostgresError else {
            self = .failed(path: path, detail: "\(error)")
            return
        }
        if error.isConnectionLost {
            self = .unreachable(path: path, detail: error.message)
            return
        }
        // Classes and codes: appendix A of PostgreSQL's manual.
        self =
            switch error.state ?? "" {
            case "55P03", "40001", "40P01": .busy(path: path)
            case let state where state.hasPrefix("08") || state.hasPrefix("57"):
                .unreachable(path: path, detail: error.message)
            case let state where state.hasPrefix("53") || state == "42501" || state == "25006":
                .unwritable(path: path, detail: error.message)
            case let state where state.hasPrefix("XX"): .damaged(path: path, detail: error.message)
            default: .failed(path: path, detail: error.message)
            }
    }
}

#endif
