/** A text without its meaning as a pattern of LIKE, whose wildcards Prisma's `contains` does not escape. */
export const literally = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&")

/** A Prisma filter: the column contains this text, in any case. */
export const containing = (text: string) => ({ contains: literally(text), mode: "insensitive" }) as const
