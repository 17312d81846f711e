import { headers } from "next/headers"
import type { ReactNode } from "react"
import ConsoleLayout from "@/app/(console)/layout"
import { userOfSession } from "@/lib/identity/auth/session"

/** Keeps the navigation for signed-in users. Other visitors get the 404 without signing in first. */
export default async function MissingLayout({ children }: { children: ReactNode }) {
  if ((await userOfSession(await headers())) !== null) return <ConsoleLayout>{children}</ConsoleLayout>
  return <main className="flex min-h-dvh flex-col">{children}</main>
}
