export const themeCookie = "slipway-theme"
export const sidebarCookie = "slipway-sidebar"
export const timeZoneCookie = "slipway-time-zone"
export const applicationCookie = "slipway-application"

export type Theme = "system" | "light" | "dark"

/** What a cookie says, or the system's choice when it says nothing known. */
export function themeFrom(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system"
}

const yearSeconds = 31_536_000

/** Keeps a choice where the server can read it, so that the first paint is already right. */
export function savePreference(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${cookie}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`
}
