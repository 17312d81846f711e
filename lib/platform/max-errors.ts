/** How many errors a response lists: more do not help the reader and only make the response larger. */
export const maxErrors = 50
