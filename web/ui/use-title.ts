import { useEffect } from 'react'

/** Names the page in its tab, as the server did when it was the first one. Null leaves it as it is. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title
  }, [title])
}
