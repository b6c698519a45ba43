//! Behind the links: the password, once.

use super::entity::Model;
use super::links::Kind;
use super::store::PhoneStore;
use super::{Provisioning, password, qr, rows};
use crate::database::WriteTransaction;
use crate::error;
use app::error::AppError;
use app::sip_phones::{Connection, Credentials, CredentialsState};
use async_trait::async_trait;

impl PhoneStore {
    /// Uses a link up, for the password and a link of the other kind.
    pub(super) async fn open_link(&self, link: &str) -> Result<Credentials, AppError> {
        let transaction = self.database.write().await?;
        let used = self.links.use_up(&transaction, Kind::Password, link).await?;
        let mut phone = used.ok_or(AppError::LinkNotValid)?;
        let shown = self.show(&transaction, &mut phone).await?;
        transaction.commit().await?;
        self.finder().changed();
        Ok(shown)
    }

    async fn show(&self, transaction: &WriteTransaction, phone: &mut Model) -> Result<Credentials, AppError> {
        CredentialsState::Opened.code().clone_into(&mut phone.credentials);
        phone.mail_error.clear();
        rows::save(&self.database, transaction, &mut [&mut *phone]).await?;
        // The link that was used is gone, and an older code does not lead anywhere any more.
        self.links.end(transaction, &[phone.id]).await?;
        let token = self.links.issue(transaction, Kind::Provisioning, &[phone.id]).await?.pop().unwrap_or_default();
        let qr = qr::svg(&format!("{}/provision/{token}", self.outbox.base())).map_err(error::internal)?;
        let password = password::open_to_show(&self.secrets, phone.id, &phone.password)?;
        Ok(Credentials { connection: self.connection(phone), password, qr })
    }
}

#[async_trait]
impl Provisioning for PhoneStore {
    async fn take(&self, token: &str) -> Result<Option<(Connection, String)>, AppError> {
        let transaction = self.database.write().await?;
        let Some(phone) = self.links.use_up(&transaction, Kind::Provisioning, token).await? else { return Ok(None) };
        let password = password::open_to_show(&self.secrets, phone.id, &phone.password)?;
        transaction.commit().await?;
        Ok(Some((self.connection(&phone), password)))
    }
}
