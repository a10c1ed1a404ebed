//! Pages good and bad, and what the proof says of them.

use super::FaultKind::{
    BadScheme, CaseDiffers, DeadFragment, DeadLink, DuplicateId, EmptyHref, LeavesSite, RootRelative,
};
use super::{FaultKind, KeptReports, Prover};
use std::sync::Arc;

const SITE: [&str; 8] = [
    "404.html",
    "files/A map.svg",
    "files/Map.svg",
    "files/café.pdf",
    "index.html",
    "policies/cats/index.html",
    "policies/dogs/index.html",
    "schools/ashby/policies/dogs/index.html",
];

/// The faults of one page, at the address of the policy on dogs, among a site whose policy on cats has the ids `fur` and
/// `claws`.
fn faults_of(html: &str) -> Vec<FaultKind> {
    faults_at("policies/dogs/index.html", html)
}

fn faults_at(path: &str, html: &str) -> Vec<FaultKind> {
    let prover = Prover::new(SITE).with_base("", "https://policies.example.org/sub/");
    let reports = vec![
        prover.prove_page(path, html),
        prover.prove_page("policies/cats/index.html", "<h2 id=fur>Fur</h2><h2 id=claws>Claws</h2><h2 id='é f'>É</h2>"),
    ];
    let faults = prover.finish(&reports);
    assert!(faults.iter().all(|(page, _)| page == path), "{faults:?}");
    faults.into_iter().map(|(_, fault)| fault.kind).collect()
}

#[test]
fn what_is_right_is_no_fault() {
    for html in [
        "<a href='../cats/'>",
        "<a href='../cats/index.html'>",
        "<a href='../cats/?x=1#fur'>",
        "<a href='../../'>",
        "<a href='../..'>",
        "<a href='.'>",
        "<a href='#'>",
        "<a href='#top'>",
        "<a href='#here'><p id=here>",
        "<a href='./#here'><p id=here>",
        "<a href='../dogs/#here'><p id=here>",
        "<a href='#old'><a name=old>",
        "<a href='../cats/#%C3%A9%20f'>",
        "<a href='../cats/#é f'>",
        "<a href='../cats/#fur:~:text=x'>",
        "<img src='../../files/A%20map.svg'>",
        "<img src=' ../../files/Map.svg?v=2 ' srcset='../../files/Map.svg 2x'>",
        "<a href='../../files/café.pdf#page=2'>",
        "<a href='../../files/caf%C3%A9.pdf'>",
        "<a href=https://example.org/404>",
        "<a href='mailto:a@b.example'>",
        "<a href='tel:+44'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<a>",
        "<p>plain</p>",
    ] {
        assert_eq!(faults_of(html), [], "{html}");
    }
}

#[test]
fn what_is_wrong_is_named_with_what_was_meant() {
    let text = |text: &str| text.to_owned();
    let some = |text: &str| Some(text.to_owned());
    for (html, fault) in [
        ("<a href='../cat/'>", DeadLink { href: text("../cat/"), nearest: some("policies/cats/") }),
        ("<a href='../cats'>", DeadLink { href: text("../cats"), nearest: some("policies/cats/") }),
        ("<a href='nothing-like-it'>", DeadLink { href: text("nothing-like-it"), nearest: None }),
        (
            "<img src='../../files/Mapp.svg'>",
            DeadLink { href: text("../../files/Mapp.svg"), nearest: some("files/Map.svg") },
        ),
        ("<img srcset='../../files/Map.svg 1x, x.png 2x'>", DeadLink { href: text("x.png"), nearest: None }),
        ("<script src=search.js></script>", DeadLink { href: text("search.js"), nearest: None }),
        (
            "<a href='../../polices/cats/'>",
            DeadLink { href: text("../../polices/cats/"), nearest: some("policies/cats/") },
        ),
        ("<a href='../../../dogs/'>", LeavesSite { href: text("../../../dogs/") }),
        ("<a href='../../dogs/'>", DeadLink { href: text("../../dogs/"), nearest: some("policies/dogs/") }),
        (
            "<a href='../../schools/dogs/'>",
            DeadLink { href: text("../../schools/dogs/"), nearest: some("policies/dogs/") },
        ),
        ("<a href='../cats/#fir'>", DeadFragment { href: text("../cats/#fir"), nearest: some("fur") }),
        ("<a href='../cats/#Fur'>", DeadFragment { href: text("../cats/#Fur"), nearest: some("fur") }),
        ("<a href='#heer'><p id=here>", DeadFragment { href: text("#heer"), nearest: some("here") }),
        ("<a href='#x&amp;y'>", DeadFragment { href: text("#x&y"), nearest: None }),
        ("<svg><use href='#icon'/></svg>", DeadFragment { href: text("#icon"), nearest: None }),
        ("<p id=a><p id=a>", DuplicateId { id: text("a") }),
        (
            "<img src='../../files/map.svg'>",
            CaseDiffers { href: text("../../files/map.svg"), actual: text("files/Map.svg") },
        ),
        ("<a href='../Cats/'>", CaseDiffers { href: text("../Cats/"), actual: text("policies/cats/") }),
        (
            "<a href='../../files/cafe%CC%81.pdf'>",
            CaseDiffers { href: text("../../files/cafe%CC%81.pdf"), actual: text("files/café.pdf") },
        ),
        ("<a href=''>", EmptyHref),
        ("<a href=' '>", EmptyHref),
        ("<a href='javascript:alert(1)'>", BadScheme { href: text("javascript:alert(1)") }),
        ("<a href='data:text/html,x'>", BadScheme { href: text("data:text/html,x") }),
        ("<a href='//example.org/'>", BadScheme { href: text("//example.org/") }),
        ("<a href='/policies/cats/'>", RootRelative { href: text("/policies/cats/") }),
        ("<a href='../../../x'>", LeavesSite { href: text("../../../x") }),
    ] {
        assert_eq!(faults_of(html), [fault], "{html}");
    }
}

#[test]
fn only_the_page_for_lost_readers_may_start_at_the_host() {
    for html in [
        "<a href='/sub/policies/cats/#fur'>",
        "<a href='/sub/'>",
        "<a href='/sub'>",
        "<a href='https://policies.example.org/sub/policies/cats/'>",
        "<a href='https://policies.example.org/sub?x'>",
        "<a href='https://policies.example.org/submarine'>",
        "<a href='https://example.org'>",
        "<a href='#here'><p id=here>",
    ] {
        assert_eq!(faults_at("404.html", html), [], "{html}");
    }
    for (html, dead) in [
        ("<a href='/sub/policies/cat/'>", "/sub/policies/cat/"),
        ("<a href='https://policies.example.org/sub/policies/cat/'>", "https://policies.example.org/sub/policies/cat/"),
    ] {
        let fault = DeadLink { href: dead.to_owned(), nearest: Some("policies/cats/".to_owned()) };
        assert_eq!(faults_at("404.html", html), [fault], "{html}");
    }
    let href = "/policies/cats/".to_owned();
    assert_eq!(faults_at("404.html", "<a href='/policies/cats/'>"), [RootRelative { href }]);
}

#[test]
fn several_portals_each_have_their_own_top() {
    let prover =
        Prover::new(["fens/404.html", "fens/policies/index.html"]).with_base("fens", "https://fens.example.org");
    let html = "<a href='https://fens.example.org/policies/'><a href='/policies/'><a href='https://fens.example.org'>";
    let faults = prover.finish(&[prover.prove_page("fens/404.html", html)]);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(matches!(&faults[0].1.kind, DeadLink { href, .. } if href == "https://fens.example.org"));
}

#[test]
fn faults_come_in_the_order_of_pages_and_bytes_whatever_the_threads_do() {
    let pages: Vec<String> = (0..200).map(|page| format!("p{page:03}/index.html")).collect();
    let prover = Prover::new(pages.iter().map(String::as_str));
    let html = |page: usize| {
        let next = (page + 1) % 200;
        format!("<a href=../p{next:03}/#good><a href=../p{next:03}/#bad><a href=../q/><p id=good><p id=goood{page}>")
    };
    let prove = |threads: usize| {
        let reports = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|thread| {
                    let (prover, pages) = (&prover, &pages);
                    scope.spawn(move || {
                        let own = (0..pages.len()).rev().filter(|page| page % threads == thread);
                        own.map(|page| prover.prove_page(&pages[page], &html(page))).collect::<Vec<_>>()
                    })
                })
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
        });
        prover.finish(&reports)
    };
    let alone = prove(1);
    assert_eq!(alone.len(), 400);
    assert!(alone.is_sorted_by_key(|(page, fault)| (page.clone(), fault.at)));
    assert_eq!(prove(8), alone);
}

#[test]
fn a_report_that_was_kept_settles_links_as_it_did() {
    let prover = Prover::new(SITE);
    let reports = [
        ("index.html", "<a href='policies/cats/#fur'><a href='policies/cats/#far'>"),
        ("policies/cats/index.html", "<p id=fur>"),
        ("policies/dogs/index.html", "<p id=fur>"),
    ]
    .map(|(path, html)| Arc::new(prover.prove_page(path, html)));
    let text = serde_json::to_string(&KeptReports::of(reports.iter().cloned())).unwrap();
    let again = serde_json::from_str::<KeptReports>(&text).unwrap().again().unwrap();
    assert_eq!(again.iter().map(|report| report.links()).collect::<Vec<_>>(), [&[5][..], &[], &[]]);
    assert_eq!(prover.finish(&again), prover.finish(&reports));
    assert_eq!(prover.finish(&again).len(), 1);
    let none: KeptReports = serde_json::from_str(&text.replace("\"ids\":[[", "\"ids\":[], \"x\":[[")).unwrap();
    assert!(none.again().is_none());
}

#[test]
fn a_page_that_was_not_proven_has_ids_that_nobody_knows() {
    let prover = Prover::new(["files/old.html", "index.html"]);
    let report = prover.prove_page("index.html", "<a href='files/old.html#anything'><a href='#none'>");
    let faults = prover.finish(&[report]);
    assert_eq!(faults.len(), 1, "{faults:?}");
}

proptest::proptest! {
    #[test]
    fn no_page_is_too_much(html in "(<a href=|<p id=|'|\"|>|#|/|\\.\\./|%|&|:|https://policies.example.org/sub|\\PC){0,40}") {
        for path in ["404.html", "policies/dogs/index.html", "not/listed.html", ""] {
            let prover = Prover::new(SITE).with_base("", "https://policies.example.org/sub/").with_base("x", "no address");
            prover.finish(&[prover.prove_page(path, &html)]);
        }
    }
}
