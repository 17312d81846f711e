"use client"

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query"
import { showToast } from "@/components/ui/toast"

interface ApiMutationOptions<Answer, Body> {
  invalidates?: readonly QueryKey[]
  toast?: string | ((answer: Answer, body: Body) => string)
  onSuccess?: (answer: Answer, body: Body) => void
  onError?: (error: Error) => void
}

/** A change through the API: after success it shows a message and refetches what the change affects. */
export function useApiMutation<Answer, Body = undefined>(
  send: (body: Body) => Promise<Answer>,
  { invalidates = [], toast, onSuccess, onError }: ApiMutationOptions<Answer, Body> = {},
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: async (answer, body) => {
      onSuccess?.(answer, body)
      if (toast !== undefined) showToast(typeof toast === "string" ? toast : toast(answer, body))
      await Promise.all(invalidates.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
    onError: (error) => onError?.(error),
  })
}
