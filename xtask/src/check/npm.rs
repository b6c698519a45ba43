//! The npm packages of the tests: the browser's, and the mail server of all of them.

use crate::{files, machine::programs, process, step::step};

/// The folder with the packages and the browser tests.
pub(super) const FOLDER: &str = "end2end";

/// Installs them, unless they are there.
pub(super) fn install() -> anyhow::Result<()> {
    programs::node()?;
    step("npm packages of the tests", || {
        let folder = files::root().join(FOLDER);
        let wanted = files::read(&folder.join("package-lock.json"))?;
        let stamp = folder.join("node_modules/.switchroom-lock");
        // `npm ci` begins by removing everything, which is not worth it for the same list.
        if std::fs::read(&stamp).ok().as_ref() == Some(&wanted) {
            return Ok(());
        }
        let mut command = process::command("npm");
        // Playwright must not fetch browsers of its own: the tests use the system's.
        command.current_dir(&folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run(command.args(["ci", "--no-audit", "--no-fund"]))?;
        files::write(&stamp, &wanted)
    })
}
