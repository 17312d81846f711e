import { GeistMono } from "geist/font/mono"
import { GeistSans } from "geist/font/sans"
import type { Metadata, Viewport } from "next"
import { cookies } from "next/headers"
import type { ReactNode } from "react"
import { sidebarCookie, themeCookie, themeFrom } from "@/components/layout/preferences"
import { Providers } from "@/components/layout/providers"
import "./globals.css"

export const metadata: Metadata = {
  title: { default: "Slipway", template: "%s · Slipway" },
  description: "What runs where, since when and by whom.",
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
  // A dialog keeps its buttons above the keyboard of a phone.
  interactiveWidget: "resizes-content",
}

/** Reading the cookies also makes every page dynamic, as required by the script nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const store = await cookies()
  const theme = themeFrom(store.get(themeCookie)?.value)
  const narrow = store.get(sidebarCookie)?.value === "narrow"
  return (
    <html
      lang="en-GB"
      data-theme={theme === "system" ? undefined : theme}
      data-sidebar={narrow ? "narrow" : "wide"}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
