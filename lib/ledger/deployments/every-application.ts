/** Stands for all applications in addresses and kept choices; no application can be called that. */
export const everyApplication = "*"
