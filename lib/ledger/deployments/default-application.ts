/** The application used when a request names none: the whole platform. */
export const defaultApplication = "platform"
