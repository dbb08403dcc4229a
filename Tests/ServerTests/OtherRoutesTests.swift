import Archive
import Corpus
import Foundation
import HTTPTypes
import Hummingbird
import NIOEmbedded
import Platform
import Recommendation
import TestSupport
import Testing

@testable import KindredServer

@Suite struct QuestionTests {
    @Test func textsDraftsAndArticlesAreAskedAbout() async throws {
        let service = try await TestService()
        try await service.test { client in
            let found = try await client.get("/v1/search?q=malaria+vaccine&limit=3")
            #expect(try RelatedList(json: found.bytes).entries.count == 3)
            #expect(found.object["text"] as? String == "malaria vaccine")
            let text = try await client.post("/v1/related?limit=3", #"{"text": "malaria vaccine"}"#)
            #expect(text.bytes == found.bytes)
            let draft = try await client.post(
                "/v1/related",
                #"{"article": {"title": "Hospital tests malaria vaccine", "excerpt": "A trial with children."}}"#
            )
            #expect(draft.status == 200 && draft.text.contains("malaria"))
            let own = try await client.post("/v1/related?limit=5", #"{"id": "a2"}"#)
            #expect(try await client.get("/v1/articles/a2/related?limit=5").bytes == own.bytes)
            #expect(service.archive.count == 40 && service.archive.pendingChanges == 0)
        }
    }

    @Test(arguments: [
        ("{}", Problem.Kind.badRequest), (#"{"id": "a1", "text": "x"}"#, .badRequest),
        (#"{"text": "  "}"#, .badRequest), (#"{"id": "missing"}"#, .unknownArticle),
        (#"{"article": {}}"#, .invalidArticle), (#"{"text": 5}"#, .invalidArticle), ("nonsense", .badRequest),
    ])
    func questionsThatAreNoneAreRefused(_ body: String, _ kind: Problem.Kind) async throws {
        try await TestService().test { client async throws in
            #expect(try await client.post("/v1/related", body).problem == kind)
        }
    }
}

@Suite struct BulkTests {
    private func lines(_ numbers: Range<Int>) -> String {
        numbers.map { #"{"id": "n\#($0)", "title": "Harbour walls rebuilt after storm \#($0)"}"# + "\n" }
            .joined()
    }

    @Test func eachLineHasItsResultAndStandsInListsAtTheEnd() async throws {
        let folder = try TemporaryFolder()
        let service = try await TestService(location: .folder(folder.path + "/archive"))
        try await service.test { client in
            let body =
                lines(0..<700) + #"{"id": "bad"}"# + "\n\n" + "nonsense\n" + #"{"_delete": "n5"}"# + "\n"
                + #"{"_delete": "n5"}"# + "\n"
                + #"{"id": "n6", "title": "Harbour walls rebuilt after storm 6"}"#
            let answer = try await client.bulk("/v1/articles:bulk", body)
            let lines = answer.lines
            #expect(answer.status == 200 && lines.count == 706)
            #expect(lines[0]["line"] as? Int == 1 && lines[0]["result"] as? String == "created")
            #expect((lines[700]["problem"] as? [String: any Sendable])?["status"] as? Int == 422)
            #expect(lines[701]["line"] as? Int == 703)
            #expect(lines[702...704].map { $0["result"] as? String } == ["removed", "missing", "unchanged"])
            #expect(lines[705]["stored"] as? Int == 701 && lines[705]["failed"] as? Int == 2)
            #expect(lines[705]["removed"] as? Int == 2 && lines[705]["lines"] as? Int == 706)
            #expect(service.archive.count == 739 && service.archive.pendingChanges == 0)
            #expect(try await client.get("/v1/articles/n7/related").object["related"] != nil)
            #expect(
                try await client.get("/v1/articles/a1/related?limit=100&precision=full").text.contains("\"n")
            )
            let few = try await client.bulk("/v1/articles:bulk?failures_only=true", body)
            #expect(few.lines.count == 3)
        }
        let opened = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        #expect(opened.count == 739)
    }

    @Test func linesAreTheSameHoweverTheyArrive() {
        let text = Array("one\r\n\ntwo two\nlonger than twelve bytes\nlast".utf8)
        for length in 1...text.count {
            var splitter = LineSplitter(limit: 12)
            var lines: [LineSplitter.Line] = []
            for start in stride(from: 0, to: text.count, by: length) {
                lines += splitter.lines(in: text[start..<min(text.count, start + length)])
            }
            if let rest = splitter.rest() { lines.append(rest) }
            let seen = lines.map { line in
                switch line {
                case .whole(let bytes): String(decoding: bytes, as: UTF8.self)
                case .tooLong(let length): "\(length)"
                }
            }
            #expect(seen == ["one\r", "", "two two", "24", "last"], "parts of \(length)")
        }
        var empty = LineSplitter(limit: 5)
        #expect(empty.lines(in: []).isEmpty && empty.rest() == nil)
    }
}

@Suite struct AccessTests {
    @Test func nothingIsChangedWithoutAToken() async throws {
        let service = try await TestService()
        try await service.test { client in
            for header in [
                "", "Bearer", "Bearer wrong", "Basic \(TestService.token)", "Bearer \(TestService.token)x",
            ] {
                let headers = TestedClient.json + (header.isEmpty ? [:] : [.authorization: header])
                for (method, uri) in [
                    (HTTPRequest.Method.put, "/v1/articles/x"), (.delete, "/v1/articles/a1"),
                    (.post, "/v1/articles:bulk"),
                ] {
                    let answer = try await client.send(method, uri, headers, #"{"title": "x"}"#)
                    #expect(answer.problem == .unauthorized && answer.headers[.wwwAuthenticate] != nil)
                }
            }
        }
        #expect(service.archive.count == 40)
        try await TestService(allowsWrites: false).test { client async throws in
            #expect(try await client.delete("/v1/articles/a1").problem == .writesNotAllowed)
            #expect(try await client.get("/v1/articles/a1").status == 200)
        }
    }

    @Test func tokensAreReadAnewWhenTheirFileChanges() async throws {
        let folder = try TemporaryFolder()
        let (old, new) = (String(repeating: "a", count: 32), String(repeating: "b", count: 40))
        let path = try folder.tokenFile("# ours\ncms: \(old)\n\nimporter:\(new)\n")
        let tokens = try WriteTokens(path: path)
        #expect(tokens.name(ofHeader: "Bearer \(old)") == "cms")
        #expect(tokens.name(ofHeader: "bearer  \(new)") == "importer")
        _ = try folder.tokenFile("importer: \(new)\n")
        try await Task.sleep(for: .seconds(1.1))
        #expect(
            tokens.name(ofHeader: "Bearer \(old)") == nil && tokens.name(ofHeader: "Bearer \(new)") != nil
        )
        _ = try folder.tokenFile("importer: short\n")
        try await Task.sleep(for: .seconds(1.1))
        #expect(tokens.name(ofHeader: "Bearer \(new)") == nil)
    }

    @Test(arguments: [
        ("", 0o600, "no token in it"), ("cms: short", 0o600, ":1: write `name: token`"),
        ("a: \(String(repeating: "a", count: 32))\nb", 0o600, ":2: write"),
        ("a: \(String(repeating: "a", count: 32))", 0o644, "chmod 600"),
    ])
    func filesThatAreNoTokensAreRefused(_ text: String, _ mode: Int, _ reason: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.tokenFile(text, mode: mode)
        do {
            _ = try WriteTokens(path: path)
            Issue.record("it was taken")
        } catch let error as WriteTokens.Invalid {
            #expect(error.description.contains(reason), "\(error.description)")
        }
    }

    /// What the rules say of a request.
    private func outcome(
        _ method: HTTPRequest.Method,
        host: String,
        origin: String? = nil,
        otherHost: String? = nil,
        hosts: Set<String> = ["localhost", "[::1]", "news.example"]
    ) async throws -> Problem.Kind? {
        var head = HTTPRequest(method: method, scheme: "http", authority: host, path: "/")
        head.headerFields[.origin] = origin
        head.headerFields[try #require(HTTPField.Name("Host"))] = otherHost
        let request = Request(head: head, body: .init(buffer: .init()))
        do {
            _ = try await AccessRules(hosts: hosts, origins: []).handle(request, context: .testing) { _, _ in
                Response(status: .ok)
            }
            return nil
        } catch let problem as Problem {
            return problem.kind
        }
    }

    @Test func onlyOwnNamesAreAnsweredUnder() async throws {
        for host in ["localhost", "LocalHost:8080", "[::1]:8080", "news.example:443"] {
            #expect(try await outcome(.get, host: host) == nil)
        }
        for host in ["", "evil.example", "localhost.evil.example", "[::2]:8080", "evil.example:80@localhost"]
        {
            #expect(try await outcome(.get, host: host) == .wrongHost, "\(host)")
        }
        #expect(try await outcome(.get, host: "anything", hosts: []) == nil)
        #expect(try await outcome(.get, host: "localhost:evil.example") == .wrongHost)
    }

    @Test func thereIsNoSecondHost() async throws {
        #expect(try await outcome(.get, host: "localhost", otherHost: "evil.example") == .badRequest)
        #expect(try await outcome(.get, host: "localhost", otherHost: "localhost") == .badRequest)
    }

    @Test func pagesOfOtherSitesChangeNothing() async throws {
        #expect(try await outcome(.post, host: "localhost:8080", origin: "http://localhost:8080") == nil)
        #expect(try await outcome(.get, host: "localhost:8080", origin: "https://evil.example") == nil)
        for origin in [
            "https://evil.example", "null", "http://localhost:8081", "http://localhost:8080.evil.example",
        ] {
            #expect(try await outcome(.put, host: "localhost:8080", origin: origin) == .foreignOrigin)
        }
    }
}

@Suite struct ServiceTests {
    @Test func theDescriptionNamesEveryAddressAndMethod() async throws {
        let service = try await TestService([])
        let document = try #require(
            JSONSerialization.jsonObject(with: Data(PackageResources.openapi_json)) as? [String: any Sendable]
        )
        let paths = try #require(document["paths"] as? [String: [String: any Sendable]])
        var described: Set<String> = []
        for (path, operations) in paths {
            for method in operations.keys where method != "parameters" {
                described.insert("\(method.uppercased()) \(path)")
            }
        }
        var served: Set<String> = []
        for endpoint in service.service.endpoints {
            for method in endpoint.methodNames where method != "HEAD" {
                served.insert(
                    "\(method) \(endpoint.path.description.hasPrefix("/") ? "" : "/")\(endpoint.path)"
                )
            }
        }
        #expect(described == served)
        let components = document["components"] as? [String: any Sendable]
        let problem =
            (components?["schemas"] as? [String: any Sendable])?["Problem"] as? [String: any Sendable]
        let kinds = problem?["x-kinds"] as? [String: String]
        #expect(
            kinds == .init(uniqueKeysWithValues: Problem.Kind.allCases.map { ($0.rawValue, $0.title + ".") })
        )
        let type = (problem?["properties"] as? [String: any Sendable])?["type"] as? [String: any Sendable]
        #expect(type?["enum"] as? [String] == Problem.Kind.allCases.map { "/reference#\($0.rawValue)" })
        let info = document["info"] as? [String: any Sendable]
        #expect(info?["version"] as? String == kindredVersion)
    }

    @Test func thePageComesWithAllItsFiles() async throws {
        try await TestService([]).test { client in
            let modules = #/(?:from|src=|href=) ?"(?:\./|page/)([\w-]+\.(?:js|css))"/#
            var open = ["/", "/reference"]
            var seen: Set<String> = []
            while let uri = open.popLast() {
                guard seen.insert(uri).inserted else { continue }
                let file = try await client.get(uri)
                #expect(file.status == 200 && file.bytes.count > 100, "\(uri)")
                let policy = file.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("script-src 'self';") && !policy.contains("unsafe"))
                #expect(!file.text.contains("innerHTML") && !file.text.contains(" style="), "\(uri)")
                open += file.text.matches(of: modules).map { "/page/\($0.output.1)" }
            }
            #expect(seen.contains("/page/page.css") && seen.contains("/page/strings-de.js"))
            #expect(try await client.get("/page/nothing.js").problem == .unknownAddress)
        }
    }

    @Test func otherMethodsAreAnsweredByThoseThatThereAre() async throws {
        try await TestService([]).test { client in
            let answer = try await client.send(.patch, "/v1/articles/a")
            #expect(answer.problem == .methodNotAllowed && answer.headers[.allow] == "DELETE, GET, HEAD, PUT")
            #expect(try await client.send(.post, "/healthz").headers[.allow] == "GET, HEAD")
            let head = try await client.send(.head, "/healthz")
            #expect(head.status == 200 && head.bytes.isEmpty)
        }
    }

    @Test func everyAnswerForbidsWhatABrowserMightMakeOfIt() async throws {
        try await TestService([]).test { client in
            for uri in ["/healthz", "/nothing", "/v1/articles/x", "/openapi.json"] {
                let headers = try await client.get(uri).headers
                #expect(headers[.xContentTypeOptions] == "nosniff" && headers[.contentSecurityPolicy] != nil)
            }
        }
    }

    @Test func largeAnswersArePackedForWhoTakesThat() async throws {
        try await TestService().test { client in
            let uri = "/v1/articles/a1/related?limit=20&min_probability=0&explain=true"
            let plain = try await client.get(uri)
            let packed = try await client.get(uri, [.acceptEncoding: "br, GZIP;q=0.5"])
            #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
            #expect(packed.headers[.contentEncoding] == "gzip" && packed.bytes.count < plain.bytes.count)
            #expect(try gunzip(packed.bytes, limit: 1 << 20) == plain.bytes)
            let tag = try #require(packed.entityTag)
            #expect(tag == "W/\(plain.entityTag ?? "")")
            #expect(try await client.get(uri, [.acceptEncoding: "gzip", .ifNoneMatch: tag]).status == 304)
            #expect(
                try await client.get("/healthz", [.acceptEncoding: "gzip"]).headers[.contentEncoding] == nil
            )
        }
        for (header, isTaken) in [
            ("gzip", true), ("*", true), ("gzip;q=0", false), ("gzip; q=0, *", false), ("br", false),
            ("", false),
            ("*;q=0", false), ("identity, gzip;q=1.0", true),
        ] { #expect(ResponseCompression.takesGzip([header]) == isTaken, "\(header)") }
    }

    @Test func requestsAreCountedByAddressAndStatus() async throws {
        try await TestService().test { client in
            for id in ["a1", "a2", "missing"] { _ = try await client.get("/v1/articles/\(id)") }
            let text = try await client.get("/metrics").text
            let counted = #"http_requests_total{method="GET",path="/v1/articles/{id}",status="#
            #expect(text.contains(counted + "\"200\"} 2\n") && text.contains(counted + "\"404\"} 1\n"))
            #expect(text.contains("\nkindred_articles 40\n"))
            let times =
                #"http_request_duration_seconds_bucket{method="GET",path="/v1/articles/{id}",le="+Inf"} 3"#
            #expect(text.contains(times + "\n"))
            #expect(!text.contains("missing"))
        }
    }

    @Test func stateIsTold() async throws {
        try await TestService().test { client async throws in
            #expect(try await client.get("/healthz").object["status"] as? String == "ok")
            #expect(try await client.get("/readyz").object["articles"] as? Int == 40)
            #expect(try await client.get("/version").object["version"] as? String == kindredVersion)
        }
    }
}

@Suite struct SettingsTests {
    private func settings(_ options: [[String]: String], _ environment: [String: String] = [:]) throws
        -> ServerSettings
    {
        try ServerSettings(
            options: .init(
                uniqueKeysWithValues: options.map {
                    (.init($0.key), .init(.string($0.value), isSecret: false))
                }
            ),
            environment: environment
        )
    }

    @Test func whatIsTypedComesBeforeTheEnvironment() throws {
        let environment = [
            "KINDRED_ARCHIVE": "/a", "KINDRED_LISTEN": "127.0.0.1:1", "KINDRED_TOKEN_FILE": "t",
            "KINDRED_HOST": "news.example,other.example", "KINDRED_CONNECTIONS": "9",
        ]
        let read = try settings([["listen"]: "[::1]:2"], environment)
        #expect(read.archive == "/a" && read.tokenFile == "t" && read.connections == 9)
        #expect(read.address == ListenAddress("[::1]:2") && read.model == "auto" && !read.writesFiles)
        #expect(try settings([:], environment.merging(["KINDRED_WRITE_FILES": "true"]) { $1 }).writesFiles)
        #expect(read.allowedHosts.isSuperset(of: ["news.example", "other.example", "localhost"]))
    }

    @Test func aSitesFileComesLastAndItsPathsAreMeantFromItsFolder() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "kindred.yml",
            """
            limit: 6
            at-least: 2
            window: 2w
            exclude-topic: [Obituaries, "Letters"]
            fold-series: true
            only-earlier: false
            no-such-key: of the command line
            server:
              archive: articles/.kindred
              listen: 127.0.0.1:9
              token-file: /etc/tokens
              connections: 7
              requests-per-second: 3
              write-files: true
              origin: ["https://a.example", "https://b.example"]
              experiment: [by-date=order=newest&diversity=0]
            """
        )
        let environment = ["KINDRED_LISTEN": "127.0.0.1:1", "KINDRED_CONFIG": folder.path("kindred.yml")]
        let read = try settings([["model"]: "none"], environment)
        #expect(read.archive == folder.path("articles/.kindred") && read.tokenFile == "/etc/tokens")
        #expect(read.address == ListenAddress("127.0.0.1:1") && read.connections == 7)
        #expect(read.origins == ["https://a.example", "https://b.example"] && read.requestsPerSecond == 3)
        #expect(read.experiments.keys.sorted() == ["by-date"] && read.writesFiles)
        var rules = EditorialRules()
        rules.window = 14
        rules.excludedTopics = ["Obituaries", "Letters"]
        rules.foldsSeries = true
        #expect(read.lists == RankingOptions(limit: 6, fewest: 2, rules: rules))
        // It is not looked for where `none` is said.
        #expect(throws: ServerSettings.Invalid.self) { try settings([["config"]: "none"]) }
    }

    @Test(arguments: [
        ("server:\n  listn: 127.0.0.1:9\n", "kindred.yml:2: there is no setting"),
        ("server:\n  connections: many\n", "kindred.yml:2: server.connections is"),
        ("server:\n  write-files: perhaps\n", "kindred.yml:2: server.write-files is"),
        ("\nserver:\n  listen: [a, b]\n", "kindred.yml:3: server.listen takes one value"),
        ("server: yes\n", "kindred.yml:1: server is no mapping"), ("server: [\n", "kindred.yml:"),
        ("order: newest\nlimit: many\n", "kindred.yml:2: limit: "),
        ("limit: [1, 2]\n", "kindred.yml:1: limit: "),
        ("window: 3 moons\n", "kindred.yml:1: window: "),
        ("only-earlier: perhaps\n", "kindred.yml:1: only-earlier"),
        ("limit: 3\nat-least: 9\n", "kindred.yml:2: at-least: "),
        ("min-probability: 0.5\nlimit: 3\nprecision: full\n", "kindred.yml:3: precision: "),
    ])
    func whatIsWrongInAFileIsSaidWithItsLine(_ text: String, _ words: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("kindred.yml", text)
        let error = #expect(throws: ServerSettings.Invalid.self) {
            try settings([["archive"]: "a", ["config"]: folder.path("kindred.yml")])
        }
        #expect(error?.description.contains(words) ?? false, "\(error?.description ?? "")")
    }

    @Test func connectionsLeaveFilesForTheRest() {
        #expect(OpenFileLimit.raised() > 48)
        #expect(RunningService.connections(512, ofFiles: 1024) == 512)
        #expect(RunningService.connections(512, ofFiles: .max) == 512)
        #expect(RunningService.connections(512, ofFiles: 64) == 16)
        #expect(RunningService.connections(1, ofFiles: 40) < 1)
    }

    @Test func whatIsMissingOrWrongIsSaid() {
        #expect(throws: ServerSettings.Invalid.self) { try settings([:]) }
        for (key, value) in [("LISTEN", "nowhere"), ("LISTEN", "0.0.0.0:80"), ("CONNECTIONS", "0")] {
            #expect(throws: ServerSettings.Invalid.self) {
                try settings([["archive"]: "a"], ["KINDRED_\(key)": value])
            }
        }
        #expect(throws: ServerSettings.Invalid.self) {
            try settings([["archive"]: "a", ["tls", "cert"]: "c"])
        }
        #expect(throws: ServerSettings.Invalid.self) {
            try settings([["archive"]: "a"], ["KINDRED_WRITE_FILES": "true"])
        }
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1", 80, true), ("[::1]:0", "::1", 0, true),
        ("localhost:8080", "localhost", 8080, true),
        ("0.0.0.0:8080", "0.0.0.0", 8080, false), ("news.example:443", "news.example", 443, false),
    ])
    func addressesAreRead(_ text: String, _ host: String, _ port: Int, _ isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host && address.port == port && address.isLoopback == isLoopback)
    }

    @Test(arguments: ["", ":80", "host", "host:", "host:65536", "::1:80", "host:-1"])
    func whatIsNoAddressIsNone(_ text: String) { #expect(ListenAddress(text) == nil) }
}

extension ServiceContext {
    fileprivate static var testing: ServiceContext {
        ServiceContext(source: .init(channel: EmbeddedChannel(), logger: .init(label: "test")))
    }
}
