//! Effects, compiled once.

use leptos::prelude::*;

/// Runs `run` in the browser now and whenever a signal that it read changes.
pub fn effect(run: impl FnMut() + 'static) {
    let mut run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(move |_| run());
}
