/** Stands for all applications in URLs and saved preferences; it is not a valid application name. */
export const allValue = "*"
