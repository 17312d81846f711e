/** How many rollbacks and failures a digest lists; apart from the schema, so that the browser need not load it. */
export const maxDigestEntries = 50
