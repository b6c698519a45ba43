//! Tells browsers that something changed, whichever server changed it.
//!
//! A change calls [`Events::changed`], and the commit of its transaction counts it in the table `change_counter`. Each
//! server looks at the few rows of this table twice a second while a browser is connected to it, once for all of them;
//! with nobody connected it does not look. Nobody is told what changed: browsers ask for their list again, and get what
//! they may see.

mod changes;
mod topic;
mod watch;

pub(crate) use changes::Changes;
pub use topic::Topic;
pub use watch::{Events, Numbers, Subscription};
