//! What the program is built from: everything under a licence that `deny.toml` allows, from one registry, for the Rust that
//! `Cargo.toml` asks for. `cargo deny check` proves more; this needs no further tool.

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What Cargo knows of every crate that is built on this machine, and of which of them each is used by.
fn crates() -> Vec<(Value, Vec<String>)> {
    let run = |command: &mut Command| {
        let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let rustc = run(Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV"));
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc says where it runs");
    let words = ["metadata", "--locked", "--format-version", "1", "--filter-platform", host];
    let all: Value = serde_json::from_str(&run(Command::new(env!("CARGO")).args(words))).expect("JSON");
    let nodes = all["resolve"]["nodes"].as_array().expect("a list");
    let packages = all["packages"].as_array().expect("a list");
    let depends =
        |node: &Value, package: &Value| node["dependencies"].as_array().is_some_and(|all| all.contains(&package["id"]));
    let name_of =
        |id: &Value| packages.iter().find(|package| package["id"] == *id).map(|package| name(package).to_owned());
    let parents = |package: &Value| {
        nodes.iter().filter(|node| depends(node, package)).filter_map(|node| name_of(&node["id"])).collect()
    };
    let built = packages.iter().filter(|package| nodes.iter().any(|node| node["id"] == package["id"]));
    built.map(|package| (package.clone(), parents(package))).collect()
}

fn file(path: &str) -> toml::Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(file).expect("a file").parse().expect("TOML")
}

fn name(package: &Value) -> &str {
    package["name"].as_str().expect("a name")
}

/// Whether a licence, as crates write it, can be met with those that are allowed: `A OR B`, `A/B`, `(A OR B) AND C`.
fn is_met(licence: &str, allowed: &[&str]) -> bool {
    let licence = licence.trim();
    let one = |part: &str| allowed.contains(&part.trim().trim_matches(['(', ')']));
    match licence.split_once(") AND ") {
        Some((left, right)) => is_met(left.trim_start_matches('('), allowed) && is_met(right, allowed),
        None => licence.split(" OR ").flat_map(|part| part.split('/')).any(|either| either.split(" AND ").all(one)),
    }
}

#[test]
fn every_crate_is_under_a_licence_that_is_allowed_and_from_the_registry() {
    let deny = file("deny.toml");
    let texts = |list: &toml::Value| -> Vec<String> {
        list.as_array().expect("a list").iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let allowed = texts(&deny["licenses"]["allow"]);
    let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let registries = texts(&deny["sources"]["allow-registry"]);
    let banned = deny["bans"]["deny"].as_array().expect("a list");
    let mut wrong = Vec::new();
    let crates = crates();
    assert!(crates.len() > 50, "only {} crates", crates.len());
    for (package, users) in &crates {
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_met(licence, &allowed) {
            wrong.push(format!("{}: the licence {licence:?} is not in deny.toml", name(package)));
        }
        let ban = banned.iter().find(|ban| ban["name"].as_str() == Some(name(package)));
        let allowed_to = |ban: &toml::Value| ban.get("wrappers").map(texts).unwrap_or_default();
        if let Some(user) = ban.and_then(|ban| users.iter().find(|user| !allowed_to(ban).contains(*user))) {
            wrong.push(format!("{}: deny.toml bans it, and {user} uses it", name(package)));
        }
        let source = package["source"].as_str();
        if source.is_some_and(|source| registries.iter().all(|known| source != format!("registry+{known}"))) {
            wrong.push(format!("{}: it comes from {}", name(package), source.unwrap_or_default()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_crate_asks_for_a_newer_rust_than_the_program() {
    let number =
        |version: &str| -> Vec<u32> { version.split('.').map(|part| part.parse().expect("a number")).collect() };
    let own = file("Cargo.toml")["package"]["rust-version"].as_str().expect("it is stated").to_owned();
    for (package, _) in crates() {
        if let Some(wanted) = package["rust_version"].as_str() {
            assert!(number(wanted)[..2] <= number(&own)[..2], "{} asks for Rust {wanted}", name(&package));
        }
    }
}

#[test]
fn licences_are_read_as_they_are_meant() {
    for (licence, met) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("MIT OR Apache-2.0", true),
        ("Apache-2.0/GPL-3.0", true),
        ("GPL-3.0 OR LGPL-2.1", false),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR Apache-2.0) AND Zlib", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_met(licence, &["MIT", "Apache-2.0", "Zlib"]), met, "{licence}");
    }
}

#[test]
fn the_fuzz_targets_are_built_from_the_same_crates() {
    let versions = |path: &str| -> Vec<(String, String)> {
        let packages = file(path)["package"].as_array().expect("a list").clone();
        let text = |package: &toml::Value, key: &str| package[key].as_str().expect("a text").to_owned();
        packages.iter().map(|package| (text(package, "name"), text(package, "version"))).collect()
    };
    let (own, fuzz) = (versions("Cargo.lock"), versions("fuzz/Cargo.lock"));
    for (name, version) in fuzz {
        let is_known = own.iter().any(|(other, _)| *other == name);
        let agrees = own.contains(&(name.clone(), version.clone()));
        assert!(
            agrees || !is_known,
            "fuzz/Cargo.lock has {name} {version}: copy Cargo.lock over it and run cargo metadata there"
        );
    }
}
