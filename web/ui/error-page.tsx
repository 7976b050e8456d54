import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Page } from './page.tsx'
import { texts } from './texts.ts'

/** Replaces a page that failed: what happened, how to continue, and an id to quote when asking for help. */
export const ErrorPage = ({ id }: { id: string }) => (
  <Page>
    <EmptyState icon="alert" title={texts.shell.errorTitle} help={texts.shell.errorHelp}>
      <Button onClick={() => window.location.reload()}>{texts.shell.reload}</Button>
      <a href="/">{texts.shell.toMarket}</a>
      <p>{texts.shell.errorId(id)}</p>
    </EmptyState>
  </Page>
)

/** Shown for addresses that do not exist. */
export const NotFoundPage = () => (
  <Page>
    <EmptyState icon="search" title={texts.shell.notFoundTitle} help={texts.shell.notFoundHelp}>
      <a href="/">{texts.shell.toMarket}</a>
    </EmptyState>
  </Page>
)
