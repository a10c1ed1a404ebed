//! `serve`: the program runs, files are saved as people save them, and pages are asked for over HTTP. Contract, section 9.

use super::builder::{Portal, TODAY, approved, files_below, portal};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take. On two cores with ten other programs the slowest edit shows within three quarters of a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// A preview that runs until it is dropped.
pub struct Preview {
    child: Child,
    /// `127.0.0.1:4000`
    pub host: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let line =
            self.head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())))?;
        Some(line.split_once(':')?.1.trim())
    }
}

impl Preview {
    pub fn of(portal: &Portal, words: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_frontsheet"))
            .current_dir(portal.root())
            .args(["serve", "--as-of", TODAY])
            .args(if words.contains(&"--port") { &[][..] } else { &["--port", "0"] })
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let host = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect(&line).to_owned();
        let preview = Self { child, host };
        preview.until("the first build", |preview| {
            preview.get("/").status != 503 || preview.get("/").body.contains("<pre>")
        });
        preview
    }

    /// Sends a request as it stands, and reads all that comes back.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        self.send(&format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", self.host))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// The word that only this run's pages know.
    pub fn token(&self) -> String {
        let page = self.get("/").body;
        page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token").to_owned()
    }

    pub fn state(&self) -> serde_json::Value {
        let answer = self.get(&format!("/_frontsheet/state.json?token={}", self.token()));
        serde_json::from_str(&answer.body).expect("JSON")
    }

    /// Waits for something to become true. A second is plenty; a busy machine is given more.
    #[track_caller]
    pub fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !is_so(self) {
            assert!(began.elapsed() < PATIENCE, "{what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn sample() -> Portal {
    portal()
        .school("ashby", "Ashby Primary School")
        .policy("dogs", "## Dogs\nDogs stay outside {{ school.name }}.\n")
        .file("content/files/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

/// A page without what the preview adds to it.
fn as_built(html: &str) -> String {
    let own = |line: &&str| !line.contains("/_frontsheet/preview.");
    html.lines().filter(own).collect::<Vec<_>>().join("\n")
}

/// Every file that a build of this folder makes, with drafts as the preview has them.
fn built(root: &Path) -> Vec<(String, String)> {
    let output = tempfile::tempdir().expect("a folder");
    let copy = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files_below(&root.join("content")) {
        let file = copy.path().join("content").join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }
    let done = Command::new(env!("CARGO_BIN_EXE_frontsheet"))
        .current_dir(copy.path())
        .args(["build", "--as-of", TODAY, "--drafts", "--output"])
        .arg(output.path())
        .output()
        .expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = |(path, bytes): (String, Vec<u8>)| (path, String::from_utf8_lossy(&bytes).into_owned());
    files_below(output.path()).into_iter().map(text).collect()
}

#[test]
fn every_edit_is_seen_and_the_preview_equals_a_build() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let content = portal.root().join("content");
    let dogs = "/schools/ashby/policies/dogs/";
    let says =
        |path: &'static str, words: &'static str| move |preview: &Preview| preview.get(path).body.contains(words);
    let front = approved("Dogs");

    fs::write(content.join("policies/dogs.md"), format!("+++\n{front}+++\n## Dogs\nDogs stay at home.\n")).unwrap();
    preview.until("a word changed", says(dogs, "Dogs stay at home."));

    fs::write(content.join("policies/.dogs.md.swp"), format!("+++\n{front}+++\n## Dogs\nDogs may visit.\n")).unwrap();
    fs::rename(content.join("policies/.dogs.md.swp"), content.join("policies/dogs.md")).unwrap();
    preview.until("an atomic save", says(dogs, "Dogs may visit."));

    fs::create_dir_all(content.join("schools/brook/policies")).unwrap();
    fs::write(content.join("schools/brook/school.toml"), "name = \"Brook School\"\n").unwrap();
    preview.until("a new school", says("/", "Brook School"));

    fs::write(content.join("policies/cats.md"), "+++\ntitle = \"Cats\"\n+++\n## Cats\nA draft.\n").unwrap();
    preview.until("a draft", says("/policies/cats/", "A draft."));

    fs::rename(content.join("policies/cats.md"), content.join("policies/pets.md")).unwrap();
    preview.until("a renaming", |preview| preview.get("/policies/cats/").status == 404);
    assert_eq!(preview.get("/policies/pets/").status, 200);

    fs::create_dir_all(portal.root().join("themes/default/parts")).unwrap();
    fs::write(portal.root().join("themes/default/parts/footer.html"), "<footer>Ours</footer>").unwrap();
    preview.until("a theme's first file", says("/", "<footer>Ours</footer>"));
    fs::remove_dir_all(portal.root().join("themes")).unwrap();
    preview.until("the theme gone again", |preview| !preview.get("/").body.contains("<footer>Ours</footer>"));

    fs::rename(&content, portal.root().join("away")).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    fs::rename(portal.root().join("away"), &content).unwrap();
    fs::write(content.join("files/map.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>").unwrap();
    preview.until("the folder replaced", says("/files/map.svg", "<g/>"));
    fs::write(content.join("schools/brook/school.toml"), "name = \"Brook Academy\"\n").unwrap();
    preview.until("an edit after that", says("/", "Brook Academy"));

    for (path, text) in built(portal.root()) {
        let answer = preview.get(&format!("/{}", path.strip_suffix("index.html").unwrap_or(&path)));
        assert_eq!(as_built(&answer.body), as_built(&text), "{path}");
    }
}

#[test]
fn a_hundred_saves_in_a_row_are_all_seen() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let file = portal.root().join("content/policies/dogs.md");
    for number in 0..100 {
        // The same length and perhaps the same instant: only the words tell them apart.
        let words = format!("Rule number {number:03}.");
        fs::write(&file, format!("+++\n{}+++\n## Dogs\n{words}\n", approved("Dogs"))).unwrap();
        preview.until(&words, |preview| preview.get("/policies/dogs/").body.contains(&words));
    }
}

#[test]
fn what_is_wrong_is_told_and_the_last_good_page_stays() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let file = portal.root().join("content/policies/dogs.md");
    let good = fs::read_to_string(&file).unwrap();
    let shown = preview.get("/policies/dogs/").body;
    fs::write(&file, good.replace("school.name", "school.nmae")).unwrap();
    preview.until("the fault", |preview| preview.state()["stale"] == true);
    let fault = preview.state()["faults"][0].clone();
    assert_eq!(fault["severity"], "error");
    for words in ["content/policies/dogs.md:11:", "school.nmae", "did you mean"] {
        assert!(fault["printed"].as_str().unwrap().contains(words), "{fault}");
    }
    assert_eq!(preview.get("/policies/dogs/").body, shown);
    fs::write(&file, good).unwrap();
    preview.until("mended", |preview| preview.state()["stale"] == false);
    assert_eq!(preview.state()["faults"].as_array().unwrap().len(), 0);
}

#[test]
fn a_portal_that_is_broken_at_the_start_says_so_and_heals() {
    let portal = sample().file("content/policies/cats.md", "+++\ntitle = \"<Cats\n+++\n");
    let preview = Preview::of(&portal, &[]);
    let page = preview.get("/anything/");
    assert_eq!(page.status, 503);
    assert!(page.body.contains("content/policies/cats.md:2:"), "{}", page.body);
    assert!(page.body.contains("&lt;Cats") && !page.body.contains("<Cats"), "{}", page.body);
    fs::remove_file(portal.root().join("content/policies/cats.md")).unwrap();
    preview.until("healed", |preview| preview.get("/policies/dogs/").status == 200);
}

#[test]
fn only_this_machines_own_pages_are_answered() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let host = preview.host.clone();
    let port = host.rsplit(':').next().unwrap();
    let status = |request: &str| preview.send(request).status;
    let with = |host: &str| format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&with(&host)), 200);
    assert_eq!(status(&with(&format!("localhost:{port}"))), 200);
    for foreign in [
        "evil.example",
        &format!("evil.example:{port}"),
        "127.0.0.1",
        "localhost:1",
        &format!("127.0.0.1:{port}.evil.example"),
    ] {
        assert_eq!(status(&with(foreign)), 403, "{foreign}");
    }
    assert_eq!(status("GET / HTTP/1.0\r\n\r\n"), 403);
    assert_eq!(preview.ask("GET", "/", "Origin: http://evil.example\r\n").status, 403);
    assert_eq!(preview.ask("GET", "/", &format!("Origin: http://{host}\r\n")).status, 200);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
        assert_eq!(preview.ask(method, "/", "Content-Length: 0\r\n").status, 405, "{method}");
    }
    for path in [
        "/_frontsheet/state.json",
        "/_frontsheet/changes",
        "/_frontsheet/state.json?token=",
        "/_frontsheet/changes?token=0",
    ] {
        assert_eq!(preview.get(path).status, 403, "{path}");
    }
    let page = preview.get("/");
    assert!(page.header("Access-Control-Allow-Origin").is_none());
    assert_eq!(page.header("X-Content-Type-Options"), Some("nosniff"));
    assert_eq!(page.header("Cache-Control"), Some("no-store"));
}

#[test]
fn no_address_leads_out_of_the_site() {
    let portal = sample().file("secret.txt", "secret").file("content/.hidden", "secret");
    let preview = Preview::of(&portal, &[]);
    for path in [
        "/../secret.txt",
        "/files/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/files/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/files/..%5c..%5csecret.txt",
        "/..\\secret.txt",
        "//secret.txt",
        "/%00",
        "/files/map.svg%00.html",
        "/./secret.txt",
        "/C:/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%ff",
        "/trust.toml",
        "/content/trust.toml",
        "/policies/dogs.md",
        "/.hidden",
        "/secret.txt",
        "/_frontsheet/../secret.txt",
        "/_frontsheet/nothing",
        "/files/..",
        "/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
    ] {
        let answer = preview.get(path);
        assert!((400..=404).contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("secret"), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_laid_in_a_files_place_is_not_followed_out_of_the_folder() {
    let portal = sample();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("passwords"), "secret").unwrap();
    let preview = Preview::of(&portal, &[]);
    let map = portal.root().join("content/files/map.svg");
    fs::remove_file(&map).unwrap();
    std::os::unix::fs::symlink(outside.path().join("passwords"), &map).unwrap();
    for _ in 0..50 {
        assert!(!preview.get("/files/map.svg").body.contains("secret"));
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn answers_have_their_types_and_are_not_sent_twice() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/policies/dogs/", "text/html; charset=utf-8"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/files/map.svg", "image/svg+xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/_frontsheet/preview.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("Content-Type")), (200, Some(kind)), "{path}");
        let head = preview.ask("HEAD", path, "");
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
        assert_eq!(head.header("Content-Length"), Some(answer.body.len().to_string().as_str()), "{path}");
        if let Some(etag) = answer.header("ETag") {
            let again = preview.ask("GET", path, &format!("If-None-Match: {etag}\r\n"));
            assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        }
    }
    // A page is told what it is, so that it can tell at its first look whether it is still so.
    for path in ["/", "/policies/dogs/", "/nothing/here/"] {
        let answer = preview.get(path);
        let known = answer.header("ETag").expect("a digest").replace('"', "&quot;");
        assert!(answer.body.contains(&format!("data-known=\"{known}\"")), "{path}");
    }
    let to_folder = preview.get("/policies/dogs?as=typed");
    assert_eq!((to_folder.status, to_folder.header("Location")), (301, Some("dogs/?as=typed")));
    assert_eq!(preview.get("/nothing/here/").status, 404);
}

#[test]
fn pages_are_told_of_each_build() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let mut stream = TcpStream::connect(&preview.host).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request =
        format!("GET /_frontsheet/changes?token={} HTTP/1.1\r\nHost: {}\r\n\r\n", preview.token(), preview.host);
    stream.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
    assert!(lines.any(|line| line == "Content-Type: text/event-stream"));
    assert!(lines.any(|line| line == "data: 1"));
    fs::write(portal.root().join("content/schools/ashby/school.toml"), "name = \"Ashby School\"\n").unwrap();
    assert!(lines.any(|line| line == "data: 2"));
}

#[test]
fn slow_and_broken_readers_keep_nobody_waiting() {
    let portal = sample();
    let preview = Preview::of(&portal, &[]);
    let half = |text: &str| {
        let mut stream = TcpStream::connect(&preview.host).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let _stalled: Vec<TcpStream> = (0..20).map(|_| half("GET / HTTP/1.1\r\nHost: ")).collect();
    let _closed: Vec<TcpStream> = (0..20)
        .map(|_| {
            let stream = half("GET / HTTP/1.1\r\n");
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            stream
        })
        .collect();
    let _idle: Vec<TcpStream> = (0..160).map(|_| TcpStream::connect(&preview.host).unwrap()).collect();
    let huge = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nX-Long: {}\r\nConnection: close\r\n\r\n",
        preview.host,
        "x".repeat(200_000)
    );
    let _ = preview.send(&huge);
    let _ = preview.send("\u{1}\u{2}\r\n\r\n");
    let began = Instant::now();
    assert_eq!(preview.get("/policies/dogs/").status, 200);
    assert!(began.elapsed() < PATIENCE / 2, "{:?}", began.elapsed());
}

#[test]
fn nothing_is_left_behind_and_a_taken_port_is_passed_over() {
    let portal = sample();
    let before = files_below(portal.root());
    let first = Preview::of(&portal, &[]);
    let port = first.host.rsplit(':').next().unwrap().to_owned();
    let second = Preview::of(&portal, &["--port", &port, "--no-drafts", "--poll"]);
    assert_ne!(second.host, first.host);
    assert_eq!(second.get("/policies/dogs/").status, 200);
    drop((first, second));
    assert_eq!(files_below(portal.root()), before);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_at_once() {
    let portal = sample();
    let mut preview = Preview::of(&portal, &[]);
    let began = Instant::now();
    assert!(Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status().unwrap().success());
    let ended = preview.child.wait().unwrap();
    assert!(began.elapsed() < PATIENCE / 2, "{:?}", began.elapsed());
    assert_eq!(ended.code(), Some(0));
}
