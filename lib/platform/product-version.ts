import settings from "@/package.json"

/** Of Slipway itself. */
export const productVersion: string = settings.version
