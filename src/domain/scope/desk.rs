//! A member of a company at the company's numbers.

use uuid::Uuid;

use super::{Buys, Member, Scope, WorksIn};
use crate::shared::{
    ids::{AddressId, NumberId, OrganizationId, ResellerId, TeamId, UserId},
    permissions::OrganizationMay,
};

/// The numbers of a company that a member is let near.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// The member, to whom the own messages of shared numbers belong.
    user: Uuid,
    /// All of whose messages and calls may be seen; `None` for every number of the company.
    whole: Option<Vec<Uuid>>,
    /// Those everybody uses, of which one sees one's own.
    shared: Vec<Uuid>,
    /// Given to the member alone.
    mine: Vec<Uuid>,
}

impl Reach {
    /// Only the numbers room calls this, from what is written down about them.
    pub(in crate::domain) const fn of(
        user: UserId,
        whole: Option<Vec<Uuid>>,
        shared: Vec<Uuid>,
        mine: Vec<Uuid>,
    ) -> Self {
        Self {
            user: user.uuid(),
            whole,
            shared,
            mine,
        }
    }

    /// The member.
    pub const fn user(&self) -> Uuid {
        self.user
    }

    /// All of whose messages and calls may be seen; `None` for every number of the company.
    pub fn whole(&self) -> Option<&[Uuid]> {
        self.whole.as_deref()
    }

    /// Those of which one sees one's own.
    pub fn shared(&self) -> &[Uuid] {
        &self.shared
    }

    /// Whether the number may be used.
    pub fn has(&self, number: NumberId) -> bool {
        self.whole
            .as_ref()
            .is_none_or(|whole| whole.contains(&number.uuid()))
            || self.shared.contains(&number.uuid())
    }
}

/// A member at the company's numbers: what is written and rung here is the company's, and the company pays.
#[derive(Clone, Debug)]
pub struct Desk {
    member: Member,
    reach: Reach,
    team: Option<TeamId>,
    cost_centre: String,
    address: Option<AddressId>,
}

impl Desk {
    pub(in crate::domain) const fn of(member: Member, reach: Reach) -> Self {
        Self {
            member,
            reach,
            team: None,
            cost_centre: String::new(),
            address: None,
        }
    }

    /// The same for a purchase that counts for this team and cost centre.
    pub fn charging(mut self, team: Option<TeamId>, cost_centre: &str) -> Self {
        self.team = team;
        cost_centre.clone_into(&mut self.cost_centre);
        self
    }

    /// The same for a number whose law wants an address.
    pub const fn living_at(mut self, address: Option<AddressId>) -> Self {
        self.address = address;
        self
    }

    /// Who it is.
    pub const fn member(&self) -> &Member {
        &self.member
    }

    /// Which company.
    pub fn organization(&self) -> OrganizationId {
        self.member.organization()
    }

    /// Whether the member says what becomes of calls to the number: who manages numbers, and who was given it.
    pub fn steers(&self, number: NumberId) -> bool {
        self.may_use(number)
            && (self.member.may(OrganizationMay::ManageLines) || self.reach.mine.contains(&number.uuid()))
    }
}

impl Scope for Desk {
    fn reseller(&self) -> ResellerId {
        self.member.reseller()
    }

    fn actor(&self) -> Option<UserId> {
        self.member.actor()
    }

    fn company(&self) -> Option<OrganizationId> {
        Some(self.member.organization())
    }
}

impl Buys for Desk {
    fn user(&self) -> UserId {
        self.member.user()
    }

    fn reach(&self) -> Option<&Reach> {
        Some(&self.reach)
    }

    fn charged_to(&self) -> (Option<TeamId>, &str) {
        (self.team, &self.cost_centre)
    }

    fn lives_at(&self) -> Option<AddressId> {
        self.address
    }
}
