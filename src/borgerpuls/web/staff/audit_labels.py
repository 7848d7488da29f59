"""What each act in the log is called."""

from borgerpuls.messages import _, verbatim
from borgerpuls.text import Text

ACTS = {
    "account.sign_in": _("Signed in"),
    "account.wrong_password": _("Wrong password"),
    "colleague.accept": _("Accepted a role"),
    "colleague.invite": _("Invited a colleague"),
    "colleague.remove": _("Took a role back"),
    "colleague.withdraw": _("Withdrew an invitation"),
    "comments.read": _("Read comments"),
    "contacts.delete": _("Deleted contact data"),
    "contacts.read": _("Read contact data"),
    "enrolment.comparison": _("Changed the comparison"),
    "enrolment.letter": _("Changed the letter"),
    "enrolment.make": _("Enrolled the municipality"),
    "enrolment.questions": _("Changed local questions"),
    "enrolment.withdraw": _("Withdrew the municipality"),
    "job.build": _("Ordered reports"),
    "job.freeze": _("Ordered the freeze"),
    "outbox.batch": _("Fetched a batch of messages"),
    "outbox.retry": _("Sent again"),
    "population.accept": _("Accepted the population list"),
    "population.approve": _("Approved the population list"),
    "population.discard": _("Discarded a population list"),
    "population.give_back": _("Gave the population list back"),
    "population.map": _("Changed how columns are read"),
    "population.sample": _("Drew a sample"),
    "population.upload": _("Uploaded a population list"),
    "questionnaire.add": _("Added a questionnaire"),
    "wave.change": _("Changed the wave"),
    "wave.closed": _("Closed the wave"),
    "wave.create": _("Made the wave"),
    "wave.draft": _("Took the wave back to draft"),
    "wave.enrolling": _("Opened for enrolment"),
    "wave.freeze": _("Froze the wave"),
    "wave.invite": _("Invited citizens"),
    "wave.frozen": _("Took the publication back"),
    "wave.open": _("Opened the wave"),
    "wave.patch": _("Corrected wording"),
    "wave.published": _("Published the wave"),
    "wave.remind": _("Sent reminders"),
}


def name_of_act(act: str) -> Text:
    """Its words; the act itself where an older entry holds one that is no longer made."""
    return ACTS.get(act, verbatim(act))
