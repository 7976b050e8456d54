import { useEffect } from 'react'

/** Sets the tab's title, like the server does for the first page. Null leaves it unchanged. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title
  }, [title])
}
