/** How many errors an answer names: more help no reader, and cost whoever sends them. */
export const maxErrors = 50
