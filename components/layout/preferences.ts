export const themeCookie = "slipway-theme"
export const sidebarCookie = "slipway-sidebar"
export const timeZoneCookie = "slipway-time-zone"
export const applicationCookie = "slipway-application"

export type Theme = "system" | "light" | "dark"

/** The theme stored in the cookie; the system theme for unknown values. */
export function themeFrom(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system"
}

const yearSeconds = 31_536_000

/** Stores a preference in a cookie, so that the server can render the first paint with it. */
export function savePreference(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is unavailable on plain http
  document.cookie = `${cookie}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`
}
