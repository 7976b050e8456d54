import { Button } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Page } from './page.tsx'
import { texts } from './texts.ts'

/** What stands where a page broke: what happened, how to go on, and the id to name when asking for help. */
export const ErrorPage = ({ id }: { id: string }) => (
  <Page>
    <EmptyState icon="alert" title={texts.shell.errorTitle}>
      <p>{texts.shell.errorHelp}</p>
      <Button onClick={() => window.location.reload()}>{texts.shell.reload}</Button>
      <p>
        <a href="/">{texts.shell.toMarket}</a>
      </p>
      <p>{texts.shell.errorId(id)}</p>
    </EmptyState>
  </Page>
)

/** What stands at an address that does not exist. */
export const NotFoundPage = () => (
  <Page>
    <EmptyState icon="search" title={texts.shell.notFoundTitle}>
      <p>{texts.shell.notFoundHelp}</p>
      <p>
        <a href="/">{texts.shell.toMarket}</a>
      </p>
    </EmptyState>
  </Page>
)
