"use client"

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query"
import { showToast } from "@/components/ui/toast"

interface ApiMutationOptions<Result, Body> {
  invalidates?: readonly QueryKey[]
  toast?: string | ((result: Result, body: Body) => string)
  onSuccess?: (result: Result, body: Body) => void
  onError?: (error: Error) => void
}

/** A change through the API: after success it shows a message and refetches what the change affects. */
export function useApiMutation<Result, Body = undefined>(
  send: (body: Body) => Promise<Result>,
  { invalidates = [], toast, onSuccess, onError }: ApiMutationOptions<Result, Body> = {},
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: async (result, body) => {
      onSuccess?.(result, body)
      if (toast !== undefined) showToast(typeof toast === "string" ? toast : toast(result, body))
      await Promise.all(invalidates.map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
    onError: (error) => onError?.(error),
  })
}
