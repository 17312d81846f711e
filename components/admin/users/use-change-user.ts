"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { showToast } from "@/components/ui/toast"
import type { ChangeUser, User } from "@/lib/identity/users/schema"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Changes a user account and refetches the list. */
export function useChangeUser<Given>(user: User, bodyOf: (given: Given) => ChangeUser) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (given: Given) => request<User>(api.user(user.id), { method: "PATCH", body: bodyOf(given) }),
    onSuccess: async () => {
      showToast("User updated")
      await queries.invalidateQueries({ queryKey: ["users"] })
    },
  })
}
