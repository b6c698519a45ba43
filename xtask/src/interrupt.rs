//! Ctrl-C and SIGTERM: remembered instead of obeyed at once, so that whatever was started is stopped first.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use anyhow::{Context, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on the signals only set a flag. A child in the foreground gets Ctrl-C from the terminal itself.
pub(crate) fn watch() -> anyhow::Result<()> {
    let flag = ASKED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(flag)).context("cannot listen for Ctrl-C")?;
    }
    Ok(())
}

/// Whether somebody asked to stop.
pub(crate) fn asked() -> bool {
    ASKED.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// Ends a row of steps after Ctrl-C.
pub(crate) fn check() -> anyhow::Result<()> {
    if asked() {
        bail!("stopped");
    }
    Ok(())
}
