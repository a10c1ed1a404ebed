//! One build at a time.

use super::MachineError;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::Path;

/// The right to change what belongs to one state folder; given back when dropped, or when the process ends, however it
/// ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    /// Closing would not do: a process that is just being started holds every open file for a moment, and the lock with it.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock of a state folder (`.frontsheet/lock`), making the folder where it is not there.
    ///
    /// The system holds the lock, not the file: a file that a killed process left behind locks nobody out. On a drive
    /// that knows no locks there is none, since a build that may not start is worse than two at once.
    ///
    /// # Errors
    /// Where another process (or another build of this one) has it, where the file may not be written, and where the state
    /// folder or what is in it is a link.
    pub fn take(state: &Path) -> Result<Self, MachineError> {
        // A folder that came from somebody else may have links where ours should be; what they lead to is not ours.
        for path in [state.to_path_buf(), state.join("lock"), state.join("outputs")] {
            if fs::symlink_metadata(&path).is_ok_and(|what| what.is_symlink()) {
                let why = "it is a link, and the program's own notes are not kept elsewhere; take the link away";
                return Err(MachineError::new("use", path, io::Error::other(why)));
            }
        }
        fs::create_dir_all(state).map_err(|error| MachineError::new("make the folder", state, error))?;
        let path = state.join("lock");
        let mut file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| MachineError::new("write", &path, error))?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            let holder = fs::read_to_string(&path).ok().and_then(|text| text.trim().parse::<u32>().ok());
            let holder = holder.map_or(String::new(), |process| format!(" (process {process})"));
            let held = format!("another build of this folder is running{holder}; wait for it to end, or stop it");
            return Err(MachineError::new("lock", path, io::Error::new(io::ErrorKind::WouldBlock, held)));
        }
        // Whose it is is only for the message above, so it does no harm where it cannot be written.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_build_is_told_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join(".frontsheet");
        let first = Lock::take(&state).unwrap();
        let told = Lock::take(&state).unwrap_err().to_string();
        assert!(told.contains("another build of this folder is running"), "{told}");
        if cfg!(unix) {
            assert!(told.contains(&format!("(process {})", std::process::id())), "{told}");
        }
        drop(first);
        Lock::take(&state).unwrap();
    }

    #[test]
    fn a_lock_that_is_given_back_is_free_whoever_still_has_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let lock = Lock::take(folder.path()).unwrap();
        let inherited = lock.file.try_clone().unwrap();
        drop(lock);
        drop(Lock::take(folder.path()).unwrap());
        drop(inherited);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_not_written_to() {
        use std::os::unix::fs::symlink;
        for name in ["", "lock", "outputs"] {
            let folder = tempfile::tempdir().unwrap();
            let (state, own) = (folder.path().join("state"), folder.path().join("precious"));
            fs::write(&own, "precious").unwrap();
            match name {
                "" => symlink(folder.path(), &state).unwrap(),
                name => {
                    fs::create_dir(&state).unwrap();
                    symlink(&own, state.join(name)).unwrap();
                }
            }
            let told = Lock::take(&state).unwrap_err().to_string();
            assert!(told.contains("it is a link"), "{told}");
            assert_eq!(fs::read_to_string(&own).unwrap(), "precious");
        }
    }

    #[test]
    fn a_lock_whose_process_is_gone_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lock"), "4294967295 and more than one line\n\n").unwrap();
        drop(Lock::take(folder.path()).unwrap());
        let holder = fs::read_to_string(folder.path().join("lock")).unwrap();
        assert_eq!(holder, format!("{}\n", std::process::id()));
    }
}
