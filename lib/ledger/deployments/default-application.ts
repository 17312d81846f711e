/** What is meant where no application is named: the whole platform. */
export const defaultApplication = "platform"
