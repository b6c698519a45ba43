//! The list of outgoing mail.

use super::entity::{Column, Entity};
use super::queue::{lock_phone, tell_phone};
use super::{Outbox, SOURCE, list};
use crate::error;
use crate::events::{Events, Topic};
use app::error::AppError;
use app::listing::{ListQuery, Page};
use app::mail::{MailColumn, MailRow, MailState, OutgoingMail};
use app::session::{Admin, Reader};
use app::sip_phones::CredentialsState;
use async_trait::async_trait;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Outgoing mail, kept in the database.
pub struct MailStore {
    outbox: Outbox,
}

impl MailStore {
    /// Over this outbox.
    #[must_use]
    pub fn new(outbox: Outbox) -> Self {
        Self { outbox }
    }
}

#[async_trait]
impl OutgoingMail for MailStore {
    async fn list(&self, _: &Reader, query: &ListQuery<MailColumn>) -> Result<Page<MailRow>, AppError> {
        self.outbox.finder.page(query, list::key(query.sort), list::read).await
    }

    async fn send_again(&self, _: &Admin, id: i64) -> Result<MailRow, AppError> {
        let Outbox { database, clock, finder, .. } = &self.outbox;
        let transaction = database.write().await?;
        let failed = Entity::find_by_id(id)
            .filter(Column::State.eq(MailState::Failed.code()))
            .filter(Column::Body.is_not_null())
            .one(&*transaction)
            .await
            .map_err(error::database)?
            .ok_or(AppError::NotFound)?;
        lock_phone(&transaction, &failed).await?;
        let text = failed.search_text_as(MailState::Queued);
        let update = Entity::update_many()
            .col_expr(Column::State, Expr::value(MailState::Queued.code()))
            .col_expr(Column::Tries, Expr::value(0))
            .col_expr(Column::NextAt, Expr::value(clock.now()))
            .col_expr(Column::LastError, Expr::value(""))
            .col_expr(Column::Search, Expr::value(&*text))
            .filter(Column::Id.eq(id))
            // Two administrators at once: the second one finds it queued. Or it was taken back meanwhile.
            .filter(Column::State.eq(MailState::Failed.code()))
            .filter(Column::Body.is_not_null());
        if update.exec(&*transaction).await.map_err(error::database)?.rows_affected == 0 {
            return Err(AppError::NotFound);
        }
        SOURCE.index_again(database, &transaction, id, &text).await.map_err(error::database)?;
        tell_phone(&self.outbox, &transaction, &failed, CredentialsState::Queued, "").await?;
        Events::changed(&transaction, Topic::Mail);
        let select = database.statement(&format!("SELECT {} FROM mail WHERE id = $1", SOURCE.columns), [id.into()]);
        let row = transaction.query_one_raw(select).await.map_err(error::database)?.ok_or(AppError::NotFound)?;
        let row = list::read(&row).map_err(error::database)?;
        transaction.commit().await?;
        finder.changed();
        self.outbox.wake();
        Ok(row)
    }

    fn folder(&self, _: &Reader) -> Option<String> {
        self.outbox.folder().map(|folder| folder.display().to_string())
    }
}
