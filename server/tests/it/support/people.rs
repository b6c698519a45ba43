//! People who are signed in.

use super::Test;
use app::fields::{EmailAddress, NewPassword, PersonName};
use app::people::PersonState;
use app::services::{CookiePolicy, Services};
use app::session::{Admin, Reader, Role, SessionToken, SignedIn};
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use sea_orm::ConnectionTrait;
use server::mail::Outbox;
use server::people::{PeopleStore, SOURCE, searched};
use server::search::fold;
use server::{random, services};
use sha2::{Digest, Sha256};

/// Two weeks, as long as a session is not used.
const FORTNIGHT: i64 = 14 * 24 * 3_600_000;

impl Test {
    /// Everything that the server functions can ask for, over this test's database.
    pub(crate) fn services(&self) -> Services {
        let (outbox, cookies) = (self.outbox(), CookiePolicy { secure: false });
        services::services(&self.database, &self.secrets, &self.clock, &outbox, &self.phones_with(&outbox), cookies)
    }

    /// The outbox that these services write to.
    pub(crate) fn outbox(&self) -> Outbox {
        let base = "http://switchroom.test".to_owned();
        Outbox::new(self.database.clone(), self.secrets.clone(), self.clock.clone(), base)
    }

    /// Somebody of this role who is signed in. Quick: no password is hashed, none would fit.
    pub(crate) async fn session_of(&self, role: Role) -> SessionToken {
        let token = random::token();
        let now = self.clock.now();
        let name = format!("{} {}", role.label(), random::token());
        let email = format!("{}@switchroom.test", random::token().to_lowercase());
        let id = self.add_person(&name, &email, role).await;
        let pool = self.database.pool();
        let session = "INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at)
            VALUES ($1, $2, $3, $3, $4)";
        let hash = Sha256::digest(token.as_bytes()).to_vec();
        let values = [hash.into(), id.into(), now.into(), (now + FORTNIGHT).into()];
        pool.execute_raw(self.database.statement(session, values)).await.expect("a session");
        SessionToken(token)
    }

    /// Somebody without a password, in the list as everybody is.
    pub(crate) async fn add_person(&self, name: &str, email: &str, role: Role) -> i64 {
        let search = searched(name, email, role, PersonState::Invited, false);
        let person = "INSERT INTO person (name, name_key, email, email_key, role, search, created_at, updated_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $1) RETURNING id";
        let values = [
            name.into(),
            fold(name).into(),
            email.into(),
            email.to_lowercase().into(),
            role.code().into(),
            search.clone().into(),
            self.clock.now().into(),
        ];
        let transaction = self.database.write().await.expect("a turn");
        let row = transaction.query_one_raw(self.database.statement(person, values)).await.expect("a person");
        let id: i64 = row.expect("a row").try_get_by(0).expect("an id");
        SOURCE.index(&self.database, &transaction, id, &search).await.expect("found from now on");
        transaction.commit().await.expect("a commit");
        id
    }

    /// The list of people, and what is done there.
    pub(crate) fn people(&self) -> PeopleStore {
        PeopleStore::new(self.database.clone(), self.clock.clone(), self.outbox())
    }

    /// The key of an administrator, for calling a service.
    pub(crate) async fn admin(&self) -> Admin {
        let token = self.session_of(Role::Admin).await;
        as_person(self.services(), &token, app::session::admin()).await.expect("an administrator")
    }

    /// The key of a support person, for calling a service.
    pub(crate) async fn reader(&self) -> Reader {
        let token = self.session_of(Role::Support).await;
        as_person(self.services(), &token, app::session::reader()).await.expect("a support person")
    }

    /// The key of the administrator who has this session.
    pub(crate) async fn admin_of(&self, token: &SessionToken) -> Admin {
        as_person(self.services(), token, app::session::admin()).await.expect("an administrator")
    }

    /// The key of whoever has this session.
    pub(crate) async fn signed_in(&self, token: &SessionToken) -> SignedIn {
        as_person(self.services(), token, app::session::signed_in()).await.expect("somebody signed in")
    }

    /// An administrator with a password, made as `switchroom admin create` does.
    pub(crate) async fn create_admin(&self, email: &str, password: &str) {
        let name = PersonName::parse("Ada Admin").expect("a name");
        let email = EmailAddress::parse(email).expect("an address");
        let password = NewPassword::parse(password).expect("a password");
        server::session::create_admin(&self.database, &self.clock, &name, &email, &password).await.expect("an admin");
    }
}

/// Asks a permission check as a request with this session's cookie would.
async fn as_person<T: Send + 'static>(
    services: Services,
    token: &SessionToken,
    check: impl Future<Output = T> + Send + 'static,
) -> T {
    let request = http::Request::builder().header("cookie", format!("switchroom={}", token.0)).body(());
    let (parts, ()) = request.expect("a request").into_parts();
    let owner = Owner::new();
    owner
        .with(|| {
            provide_context(services);
            provide_context(parts);
            ScopedFuture::new(check)
        })
        .await
}
