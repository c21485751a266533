/** The three contacts of a service, under the names of the reference. */
export const CONTACT_TYPES = ['contactAdmin', 'contactTech', 'contactBilling'] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

/** Who holds which contact, by nichandle. */
export type Contacts = Readonly<Record<ContactType, string>>;
