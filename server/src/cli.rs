//! What people type.

mod serve;

use crate::clock::Clock;
use crate::config::Config;
use crate::database::Database;
use crate::error::StartError;
use crate::secrets::unlock;
use crate::{seed, session};
use app::error::AppError;
use app::fields::{EmailAddress, NewPassword, PersonName, Problem};
use clap::{Args, Parser, Subcommand};
use std::io::{self, IsTerminal, Write};

/// The admin app of a contact centre's telephony.
#[derive(Debug, Parser)]
#[command(name = "switchroom", version, about, after_help = SETTINGS)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer browsers (what happens without a command, too)
    Serve,
    /// Bring the database's tables up to date, and stop
    Migrate,
    /// Fill the database with made-up data, the same each time
    Seed(SeedArgs),
    /// Manage administrators
    #[command(subcommand)]
    Admin(AdminCommand),
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// Make an administrator; the password is read from standard input
    Create {
        /// E-mail address, the name for signing in
        #[arg(long)]
        email: String,
        /// Name on the screen
        #[arg(long)]
        name: String,
    },
}

/// What `switchroom seed` makes.
#[derive(Debug, Clone, Args)]
pub struct SeedArgs {
    /// Agents, without a password
    #[arg(long, default_value_t = 0)]
    pub people: u64,
    /// SIP phones, of as many agents
    #[arg(long, default_value_t = 0)]
    pub phones: u64,
    /// SIP endpoints
    #[arg(long, default_value_t = 0)]
    pub endpoints: u64,
    /// Accounts for each role, and a few endpoints, to look around with
    #[arg(long)]
    pub demo: bool,
}

const SETTINGS: &str = "\
Settings are environment variables:
  SWITCHROOM_ADDR             where browsers connect to (127.0.0.1:3000)
  SWITCHROOM_DATA             folder for database, key and files (./data)
  SWITCHROOM_DATABASE_URL     postgres://USER:PASSWORD@HOST:PORT/NAME (SQLite in the data folder)
  SWITCHROOM_PUBLIC_URL       what browsers call this server, such as https://switchroom.example.org
  SWITCHROOM_TRUSTED_PROXIES  proxies whose X-Forwarded-For is believed, such as 127.0.0.1,10.0.0.0/8
  SWITCHROOM_SECRET_KEY_FILE  the key of the secrets in the database (secret.key in the data folder)
  SWITCHROOM_SMTP_URL         smtp:// or smtps://USER:PASSWORD@HOST:PORT (files in the data folder's outbox/)
  SWITCHROOM_SMTP_CA          file with certificates that may vouch for the mail server, besides the public ones
  SWITCHROOM_MAIL_FROM        whom messages come from, such as Switchroom <switchroom@example.org>
  SWITCHROOM_MAIL_REPLY_TO    where answers to them go (whom they come from)
  SWITCHROOM_MAIL_PASSWORD    link or inline: how a phone's password reaches its agent (link)
  SWITCHROOM_SIP_DOMAIN, SWITCHROOM_SIP_SERVER, SWITCHROOM_SIP_PORT, SWITCHROOM_SIP_TRANSPORT
                              what phones are told to connect to
  SWITCHROOM_SITE             folder with the browser's files (target/site)
  SWITCHROOM_LOG              what is logged (info)
  SWITCHROOM_LOG_FORMAT       text or json (text)
  SWITCHROOM_LIVE_RELOAD      1: pages reload when the server restarts (0)";

impl Cli {
    /// Does what was typed.
    ///
    /// # Errors
    /// Sentences for the person at the console.
    pub async fn run(self, config: Config) -> Result<(), StartError> {
        match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(config).await,
            Command::Migrate => migrate(&config).await,
            Command::Seed(args) => seed(&config, args).await,
            Command::Admin(AdminCommand::Create { email, name }) => create_admin(&config, &email, &name).await,
        }
    }
}

/// Writes a line for whoever started the program; apart from the log, so that scripts can read it.
pub(crate) fn say(line: &str) {
    // Nobody listens any more: no reason to stop.
    let _ = writeln!(io::stdout(), "{line}");
}

async fn migrate(config: &Config) -> Result<(), StartError> {
    let database = open(config).await?;
    database.close().await;
    say(&format!("The tables are up to date ({}).", config.database.place()));
    Ok(())
}

async fn seed(config: &Config, args: SeedArgs) -> Result<(), StartError> {
    let database = open(config).await?;
    let secrets = unlock(&database, &config.key).await?;
    let demo = args.demo;
    let seeded = seed::run(&database, &secrets, args).await;
    database.close().await;
    seeded?;
    if demo {
        say(&format!("Sign in with the password {} as", session::DEMO_PASSWORD));
        for account in session::DEMO_ACCOUNTS {
            say(&format!("  {:<30} {} ({})", account.email, account.name, account.role.label()));
        }
    }
    Ok(())
}

async fn create_admin(config: &Config, email: &str, name: &str) -> Result<(), StartError> {
    let wrong = |what: &str, problem: Problem| StartError(format!("{what}: {}", problem.words()));
    let email = EmailAddress::parse(email).map_err(|problem| wrong("--email", problem))?;
    let name = PersonName::parse(name).map_err(|problem| wrong("--name", problem))?;
    let password = NewPassword::parse(&read_password()?)
        .and_then(|password| password.not_about(name.as_str(), email.as_str()).map(|()| password))
        .map_err(|problem| wrong("The password on standard input", problem))?;
    let database = open(config).await?;
    let created = session::create_admin(&database, &Clock::system(), &name, &email, &password).await;
    database.close().await;
    created.map_err(|error| in_words(&error))?;
    say(&format!("{} can sign in as an administrator.", email.as_str()));
    Ok(())
}

/// The first line of standard input.
fn read_password() -> Result<String, StartError> {
    if io::stdin().is_terminal() {
        // The prompt is for people alone; whoever reads this program's output does not want it.
        let _ = writeln!(io::stderr(), "Password (it shows while you type):");
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|error| StartError(format!("The password cannot be read: {error}.")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn open(config: &Config) -> Result<Database, StartError> {
    let database = Database::connect_patiently(&config.database).await?;
    database.migrate().await?;
    Ok(database)
}

/// At the console there are no fields to put the words under.
fn in_words(error: &AppError) -> StartError {
    match error {
        AppError::Invalid(fields) => {
            StartError(fields.iter().map(|field| field.problem.words()).collect::<Vec<_>>().join("\n"))
        }
        other => StartError(other.words()),
    }
}
