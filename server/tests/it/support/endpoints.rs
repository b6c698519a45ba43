//! SIP endpoints for tests.

use super::Test;
use app::session::Admin;
use app::sip_endpoints::{Saved, SipEndpointForm, SipEndpointInput};
use server::cli::SeedArgs;
use server::search::Step;
use server::sip_endpoints::SipEndpointStore;

/// A form that was filled in: only what a test is about need be changed.
pub(crate) fn filled_in(reference: &str) -> SipEndpointForm {
    SipEndpointForm { host: "sip.example.org".into(), reference: reference.into(), ..SipEndpointForm::blank() }
}

/// What a valid form says.
pub(crate) fn input(form: &SipEndpointForm) -> SipEndpointInput {
    form.check().expect("a valid form")
}

impl Test {
    /// The endpoints, searched in whatever way is cheapest.
    pub(crate) fn endpoints(&self) -> SipEndpointStore {
        SipEndpointStore::new(self.database.clone(), self.secrets.clone(), self.clock.clone())
    }

    /// The endpoints, always searched in these ways.
    pub(crate) fn endpoints_by(&self, steps: &[Step]) -> SipEndpointStore {
        self.endpoints().with_steps(steps.to_vec())
    }

    /// Adds an endpoint.
    pub(crate) async fn create(&self, by: &Admin, form: &SipEndpointForm) -> Saved {
        use app::sip_endpoints::SipEndpoints;
        self.endpoints().create(by, input(form), None).await.expect("a new endpoint")
    }

    /// Adds made-up endpoints.
    pub(crate) async fn seed(&self, endpoints: u64) {
        let args = SeedArgs { people: 0, phones: 0, endpoints, demo: false };
        server::seed::run(&self.database, &self.secrets, args).await.expect("made-up endpoints");
    }
}
