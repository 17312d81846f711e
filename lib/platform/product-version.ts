import settings from "@/package.json"

/** The version of Slipway. */
export const productVersion: string = settings.version
