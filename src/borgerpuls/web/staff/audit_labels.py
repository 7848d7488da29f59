"""What each act in the log is called."""

from borgerpuls.text import Text

ACTS = {
    "account.sign_in": Text(da="Loggede ind", en="Signed in"),
    "account.wrong_password": Text(da="Forkert adgangskode", en="Wrong password"),
    "colleague.accept": Text(da="Tog imod en rolle", en="Accepted a role"),
    "colleague.invite": Text(da="Inviterede en kollega", en="Invited a colleague"),
    "colleague.remove": Text(da="Tog en rolle tilbage", en="Took a role back"),
    "colleague.withdraw": Text(da="Fortrød en invitation", en="Withdrew an invitation"),
    "comments.read": Text(da="Læste kommentarer", en="Read comments"),
    "contacts.delete": Text(da="Slettede kontaktoplysninger", en="Deleted contact data"),
    "contacts.read": Text(da="Så kontaktoplysninger", en="Read contact data"),
    "enrolment.comparison": Text(da="Ændrede sammenligningen", en="Changed the comparison"),
    "enrolment.letter": Text(da="Ændrede brevet", en="Changed the letter"),
    "enrolment.make": Text(da="Tilmeldte kommunen", en="Enrolled the municipality"),
    "enrolment.questions": Text(da="Ændrede lokale spørgsmål", en="Changed local questions"),
    "enrolment.withdraw": Text(da="Frameldte kommunen", en="Withdrew the municipality"),
    "job.build": Text(da="Bestilte rapporter", en="Ordered reports"),
    "job.freeze": Text(da="Bestilte frysning", en="Ordered the freeze"),
    "outbox.batch": Text(da="Hentede en forsendelse", en="Fetched a batch of messages"),
    "outbox.retry": Text(da="Sendte igen", en="Sent again"),
    "population.accept": Text(da="Tog populationslisten i brug", en="Accepted the population list"),
    "population.approve": Text(da="Godkendte populationslisten", en="Approved the population list"),
    "population.discard": Text(da="Kasserede en populationsliste", en="Discarded a population list"),
    "population.give_back": Text(da="Gav populationslisten tilbage", en="Gave the population list back"),
    "population.map": Text(da="Ændrede kolonnernes læsning", en="Changed how columns are read"),
    "population.sample": Text(da="Trak en stikprøve", en="Drew a sample"),
    "population.upload": Text(da="Lagde en populationsliste op", en="Uploaded a population list"),
    "questionnaire.add": Text(da="Lagde et spørgeskema ind", en="Added a questionnaire"),
    "wave.change": Text(da="Ændrede målingen", en="Changed the wave"),
    "wave.closed": Text(da="Lukkede målingen", en="Closed the wave"),
    "wave.create": Text(da="Oprettede målingen", en="Made the wave"),
    "wave.draft": Text(da="Tog målingen tilbage til kladde", en="Took the wave back to draft"),
    "wave.enrolling": Text(da="Åbnede for tilmelding", en="Opened for enrolment"),
    "wave.freeze": Text(da="Frøs målingen", en="Froze the wave"),
    "wave.invite": Text(da="Inviterede borgere", en="Invited citizens"),
    "wave.frozen": Text(da="Tog offentliggørelsen tilbage", en="Took the publication back"),
    "wave.open": Text(da="Åbnede målingen", en="Opened the wave"),
    "wave.patch": Text(da="Rettede ordlyd", en="Corrected wording"),
    "wave.published": Text(da="Offentliggjorde målingen", en="Published the wave"),
}


def name_of_act(act: str) -> Text:
    """Its words; the act itself where an older entry holds one that is no longer made."""
    return ACTS.get(act, Text(da=act, en=act))
