//! Folders that may be an output folder, and folders that may not.

use crate::disk::{plain_path, resolve};
use std::fmt;
use std::path::Path;

/// Why a folder is not taken for the output: wrong usage, exit code 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    output: String,
    why: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be the output folder: {}", self.output, self.why)
    }
}

impl std::error::Error for Refusal {}

/// Refuses an output folder in which a build could do harm; there is no way round it.
///
/// `root` holds `content/` and `themes/`; `home` is the user's home folder, where it is known. All links are followed
/// first, so a link to a folder is refused where the folder is.
///
/// # Errors
/// [`Refusal`] for the root of a disk or share, a home folder, the root, a folder that is, holds or lies in `content/`
/// or `themes/`, a folder that holds a portal, the root of a Git work tree, Git's own folder and the program's own
/// state, for what is not a folder, and for what cannot be looked at.
pub fn check_output_folder(output: &Path, root: &Path, home: Option<&Path>) -> Result<(), Refusal> {
    let refused = |why: &str| Err(Refusal { output: plain_path(output), why: why.to_owned() });
    let out = match resolve(output) {
        Ok(out) => out,
        Err(error) => return refused(&error.to_string()),
    };
    if out.parent().is_none() {
        return refused("it is the root of a disk");
    }
    if let Some(home) = home.and_then(|home| resolve(home).ok())
        && lies_in(&home, &out)
    {
        return refused(if same(&home, &out) { "it is your home folder" } else { "it holds your home folder" });
    }
    let root = match resolve(root) {
        Ok(root) => root,
        Err(error) => return refused(&error.to_string()),
    };
    for name in ["content", "themes"] {
        let Ok(folder) = resolve(&root.join(name)) else { continue };
        if same(&out, &folder) {
            return refused(&format!("it is the {name} folder"));
        }
        if lies_in(&folder, &out) {
            return refused(&format!("it holds the {name} folder"));
        }
        if lies_in(&out, &folder) {
            return refused(&format!("it lies in the {name} folder"));
        }
    }
    if lies_in(&root, &out) {
        return refused("it holds the folder that is built from");
    }
    let state = root.join(".frontsheet");
    if same(&out, &state) || ["stage", "outputs"].iter().any(|own| lies_in(&out, &state.join(own))) {
        return refused("the program keeps its own notes there");
    }
    if out.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git")) {
        return refused("it belongs to Git");
    }
    if there(&out.join(".git")) {
        return refused("it is the root of a Git work tree (it holds .git)");
    }
    if ["trust.toml", "content/trust.toml"].iter().any(|file| there(&out.join(file))) {
        return refused("it holds a portal (trust.toml)");
    }
    if there(&out) && !out.is_dir() {
        return refused("it is not a folder");
    }
    Ok(())
}

fn there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether `inner` is `outer`, or lies somewhere below it; both resolved.
fn lies_in(inner: &Path, outer: &Path) -> bool {
    inner.ancestors().any(|folder| same(folder, outer))
}

#[cfg(unix)]
fn same(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    // By number too: a disk that ignores case has many names for one folder, and a mount may show it twice.
    a == b
        || matches!((a.metadata(), b.metadata()), (Ok(a), Ok(b)) if a.is_dir() && a.dev() == b.dev() && a.ino() == b.ino())
}

#[cfg(not(unix))]
fn same(a: &Path, b: &Path) -> bool {
    a == b || a.to_string_lossy().to_lowercase() == b.to_string_lossy().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    struct Case {
        folder: tempfile::TempDir,
    }

    impl Case {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            for path in [
                "home/me/portal/content/fens",
                "home/me/portal/themes",
                "home/me/portal/output",
                "home/me/portal/sub",
                "www",
            ] {
                fs::create_dir_all(folder.path().join(path)).unwrap();
            }
            for path in ["home/me/portal/.git/objects", "home/me/other/.git", "home/me/another/content"] {
                fs::create_dir_all(folder.path().join(path)).unwrap();
            }
            fs::write(folder.path().join("home/me/another/content/trust.toml"), "").unwrap();
            fs::write(folder.path().join("home/me/worktree.git"), "").unwrap();
            Self { folder }
        }

        fn check(&self, output: &str) -> Result<(), String> {
            let at = |path: &str| self.folder.path().join(path);
            check_output_folder(&at(output), &at("home/me/portal"), Some(&at("home/me"))).map_err(|refusal| refusal.why)
        }
    }

    #[test]
    fn harmless_folders_are_taken() {
        let case = Case::new();
        for output in
            ["home/me/portal/output", "home/me/portal/new/deep", "www", "www/new", "home/me/portal/sub/../output2"]
        {
            assert_eq!(case.check(output), Ok(()), "{output}");
        }
        assert_eq!(case.check("home/me/portal/.frontsheet/preview"), Ok(()));
    }

    #[test]
    fn folders_in_which_a_build_could_do_harm_are_refused() {
        let case = Case::new();
        for (output, why) in [
            ("home/me/portal", "it holds the content folder"),
            ("home/me/portal/output/..", "it holds the content folder"),
            ("home/me/portal/new/..", "it holds the content folder"),
            ("home/me/portal/content", "it is the content folder"),
            ("home/me/portal/content/fens", "it lies in the content folder"),
            ("home/me/portal/content/new", "it lies in the content folder"),
            ("home/me/portal/themes/default", "it lies in the themes folder"),
            ("home/me", "it is your home folder"),
            ("home", "it holds your home folder"),
            ("home/me/other", "it is the root of a Git work tree (it holds .git)"),
            ("home/me/portal/.git/objects", "it belongs to Git"),
            ("home/me/another", "it holds a portal (trust.toml)"),
            ("home/me/another/content", "it holds a portal (trust.toml)"),
            ("home/me/worktree.git", "it is not a folder"),
            ("home/me/portal/.frontsheet", "the program keeps its own notes there"),
            ("home/me/portal/.frontsheet/outputs/x", "the program keeps its own notes there"),
        ] {
            assert_eq!(case.check(output), Err(why.to_owned()), "{output}");
        }
        let disk = Path::new(if cfg!(windows) { r"C:\" } else { "/" });
        let refusal = check_output_folder(disk, &case.folder.path().join("home/me/portal"), None).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            format!("{} cannot be the output folder: it is the root of a disk", disk.display())
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_such_a_folder_is_refused_too() {
        let case = Case::new();
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(case.folder.path().join(to), case.folder.path().join(name)).unwrap();
        };
        link("home/me/portal/content", "www/to-content");
        link("home/me", "www/to-home");
        link("home/me/portal", "home/me/portal/output/self");
        link("nowhere", "www/broken");
        link("/", "www/disk");
        link("www", "www/fine");
        assert_eq!(case.check("www/to-content").unwrap_err(), "it is the content folder");
        assert_eq!(case.check("www/to-content/deep/new").unwrap_err(), "it lies in the content folder");
        assert_eq!(case.check("www/to-home").unwrap_err(), "it is your home folder");
        assert_eq!(case.check("home/me/portal/output/self").unwrap_err(), "it holds the content folder");
        assert_eq!(case.check("www/disk").unwrap_err(), "it is the root of a disk");
        assert!(case.check("www/broken").unwrap_err().contains("could not find"));
        assert_eq!(case.check("www/fine/new"), Ok(()));

        // The content itself may be a link to another disk.
        fs::create_dir(case.folder.path().join("shared")).unwrap();
        fs::remove_dir(case.folder.path().join("home/me/portal/themes")).unwrap();
        link("shared", "home/me/portal/themes");
        assert_eq!(case.check("shared/new").unwrap_err(), "it lies in the themes folder");
    }
}
