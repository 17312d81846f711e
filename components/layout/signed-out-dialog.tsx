import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useEffectEvent } from "react"
import { sessionEnded } from "@/components/layout/session-end"
import { Button } from "@/components/ui/button"
import { buttonClass } from "@/components/ui/button-class"
import { Dialog } from "@/components/ui/dialog"
import { FormError } from "@/components/ui/form-error"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api, pages } from "@/lib/platform/paths"

/** Keeps a page with unsaved input when the session has ended, until its user has signed in again in another tab. */
export default function SignedOutDialog({ email }: { email: string }) {
  const queries = useQueryClient()
  const check = useApiMutation("GET", api("/users/me"), {
    onSuccess: (me) => {
      // The page shows what another user may see.
      if (me.email !== email) return window.location.reload()
      sessionEnded.set(false)
      void queries.invalidateQueries()
    },
  })
  const checkAgain = useEffectEvent(() => check.mutate(undefined))
  useEffect(() => {
    window.addEventListener("focus", checkAgain)
    return () => window.removeEventListener("focus", checkAgain)
  }, [])
  return (
    <Dialog
      open
      // To look at the input; the next request asks again.
      onOpenChange={() => sessionEnded.set(false)}
      width="sm"
      title="You are signed out"
      description="Your session has ended. What you entered on this page is kept: sign in again in a new tab, then continue here."
      footer={
        <>
          <Button loading={check.isPending} onClick={() => check.mutate(undefined)}>
            Continue
          </Button>
          <a href={pages.signIn()} target="_blank" rel="noopener" className={buttonClass("primary")}>
            Sign in
          </a>
        </>
      }
    >
      <FormError error={check.error} />
    </Dialog>
  )
}
