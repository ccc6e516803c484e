"""Contracts of the accounts service: people, sign-on, memberships, relations, capability links.

Shapes used in several replies:

- Me: {person_id, name, given_name, initials, language, timezone,
  institution_timezone, institution_id,
  email_hash, institution_name, network_id, network_name, membership_id, roles: [str], memberships:
  [{membership_id, institution_id, institution_name, roles}], portfolio_hint: learner's enrolment
  or None, session: {id, assurance, started_at, expires_at}}; email_hash is the SHA-256 (hex) of
  the trimmed, lower-case address, as in OPEN_LINK
- Person: {person_id, name, given_name, family_name, user_name, email, language, state
  (invited | active | blocked | left), roles: [str], last_sign_in_at, starts_on, ends_on}

Roles: learner, trainer, teacher, coach, head, committee, secretary, local_admin, national_admin.
Relations (kind): supervises (trainer), teaches (teacher), coaches (coach): staff person to
learner, from date to date.
"""

from __future__ import annotations

from .events import (
    AccessRevokedV1 as AccessRevokedV1,
    LearnerEnrolledV1 as LearnerEnrolledV1,
    MembershipChangedV1 as MembershipChangedV1,
    PersonChangedV1 as PersonChangedV1,
    PersonErasedV1 as PersonErasedV1,
    RelationChangedV1 as RelationChangedV1,
    SecretWantedV1 as SecretWantedV1,
    SecurityNoticeV1 as SecurityNoticeV1,
)
from .faults import (
    AccountBlocked as AccountBlocked,
    AlreadyInUse as AlreadyInUse,
    CodeRefused as CodeRefused,
    FileUnreadable as FileUnreadable,
    ImportHasErrors as ImportHasErrors,
    LinkEnded as LinkEnded,
    PasswordRefused as PasswordRefused,
    SignInRefused as SignInRefused,
    SignOnElsewhere as SignOnElsewhere,
)
from .institutions import (
    CHANGE_INSTITUTION as CHANGE_INSTITUTION,
    INSTITUTION as INSTITUTION,
    INSTITUTIONS as INSTITUTIONS,
    REMEMBER_SETUP as REMEMBER_SETUP,
    RESTATE as RESTATE,
    SETUP as SETUP,
    SETUP_STEPS as SETUP_STEPS,
    ChangeInstitution as ChangeInstitution,
    ContactFields as ContactFields,
    RememberSetup as RememberSetup,
    Restate as Restate,
    SetupOf as SetupOf,
)
from .links import (
    FRESH_LINK as FRESH_LINK,
    KNOWN_DEVICE as KNOWN_DEVICE,
    MAIL_SECRET as MAIL_SECRET,
    OPEN_LINK as OPEN_LINK,
    DeviceOf as DeviceOf,
    FreshLink as FreshLink,
    MailSecret as MailSecret,
)
from .people import (
    ADDRESS_OF as ADDRESS_OF,
    APPLY_IMPORT as APPLY_IMPORT,
    CHANGE_PERSON as CHANGE_PERSON,
    CREATE_PERSON as CREATE_PERSON,
    END_ENROLMENT as END_ENROLMENT,
    END_RELATION as END_RELATION,
    ENROL as ENROL,
    FIND_COLLEAGUES as FIND_COLLEAGUES,
    MY_LEARNERS as MY_LEARNERS,
    NAMES as NAMES,
    PEOPLE as PEOPLE,
    PERSON as PERSON,
    PREVIEW_IMPORT as PREVIEW_IMPORT,
    RELATE as RELATE,
    RESEND_ACCESS as RESEND_ACCESS,
    UNBLOCK as UNBLOCK,
    AddressOf as AddressOf,
    ApplyImport as ApplyImport,
    ChangePerson as ChangePerson,
    CreatePerson as CreatePerson,
    EndEnrolment as EndEnrolment,
    EndRelation as EndRelation,
    Enrol as Enrol,
    FindColleagues as FindColleagues,
    Names as Names,
    People as People,
    PersonId as PersonId,
    PreviewImport as PreviewImport,
    Relate as Relate,
)
from .sign_on import (
    ASK_CODE as ASK_CODE,
    ASK_EMAIL_CHANGE as ASK_EMAIL_CHANGE,
    ASK_PASSWORD_LINK as ASK_PASSWORD_LINK,
    CHANGE_MY_ACCOUNT as CHANGE_MY_ACCOUNT,
    CHANGE_PASSWORD as CHANGE_PASSWORD,
    CHECK_PASSWORD as CHECK_PASSWORD,
    CHOOSE_MEMBERSHIP as CHOOSE_MEMBERSHIP,
    CONFIRM_CODE as CONFIRM_CODE,
    CONFIRM_EMAIL_CHANGE as CONFIRM_EMAIL_CHANGE,
    END_OTHER_SESSIONS as END_OTHER_SESSIONS,
    END_SESSION as END_SESSION,
    MY_ACCOUNT as MY_ACCOUNT,
    OPEN_PASSWORD_LINK as OPEN_PASSWORD_LINK,
    PASSWORD_RULES as PASSWORD_RULES,
    RESUME_SESSION as RESUME_SESSION,
    SESSIONS as SESSIONS,
    SET_PASSWORD as SET_PASSWORD,
    SIGN_IN as SIGN_IN,
    SIGN_OUT as SIGN_OUT,
    AskCode as AskCode,
    AskEmailChange as AskEmailChange,
    AskPasswordLink as AskPasswordLink,
    ChangeMyAccount as ChangeMyAccount,
    ChangePassword as ChangePassword,
    ChooseMembership as ChooseMembership,
    ConfirmCode as ConfirmCode,
    EndSession as EndSession,
    LinkToken as LinkToken,
    SessionToken as SessionToken,
    SetPassword as SetPassword,
    SignIn as SignIn,
)
from .terms import (
    ANYONE as ANYONE,
    LANGUAGES as LANGUAGES,
    PERSON_OR_LINK as PERSON_OR_LINK,
    RELATIONS as RELATIONS,
    ROLES as ROLES,
    SERVICE as SERVICE,
    SHORT as SHORT,
    TOKEN as TOKEN,
    is_token as is_token,
)
