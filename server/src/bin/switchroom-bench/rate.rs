//! How many lists a second a server answers.

use crate::Failure;
use crate::http::Browser;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Browsers that ask at once.
const CONNECTIONS: usize = 16;
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(5);

/// Answers in a second, compressed or as they are.
pub(crate) fn of(first: &Browser, path: &str, compressed: bool) -> Result<f64, Failure> {
    let browsers = (0..CONNECTIONS).map(|_| first.another()).collect::<Result<Vec<_>, _>>()?;
    let answers = AtomicU64::new(0);
    let begin = Instant::now() + WARM_UP;
    let end = begin + MEASURED;
    std::thread::scope(|scope| {
        let ask = |mut browser: Browser| {
            let answers = &answers;
            scope.spawn(move || -> Result<(), Failure> {
                while Instant::now() < end {
                    let answer = if compressed { browser.get(path)? } else { browser.get_plain(path)? };
                    if answer.status != 200 {
                        return Err(format!("{path} was answered with {}", answer.status).into());
                    }
                    if Instant::now() > begin {
                        answers.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Ok(())
            })
        };
        let asking: Vec<_> = browsers.into_iter().map(ask).collect();
        asking.into_iter().try_for_each(|asking| asking.join().map_err(|_| "a browser gave up")?)
    })?;
    Ok(answers.load(Ordering::Relaxed) as f64 / MEASURED.as_secs_f64())
}
