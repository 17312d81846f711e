"use client"

import dynamic from "next/dynamic"
import { sessionEnded } from "@/components/layout/session-end"
import { useStore } from "@/lib/web/client/use-store"

const SignedOutDialog = dynamic(() => import("@/components/layout/signed-out-dialog"), { ssr: false })

export function SignedOut(props: { email: string }) {
  return useStore(sessionEnded) && <SignedOutDialog {...props} />
}
