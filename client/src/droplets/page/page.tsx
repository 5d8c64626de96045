// The page in a webview: the report of a droplet, or two droplets compared, as the editor tells it.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ComparisonPage } from './comparison';
import { ask, listen, remember, remembered, setTexts } from './host';
import type { Comparison, Tell } from './messages';
import { Report } from './report';
import type { Shown } from './report';

type Content =
  | { kind: 'report'; shown: Shown }
  | { kind: 'comparison'; comparison: Comparison }
  | { kind: 'failure'; message: string };

function Page() {
  const [content, setContent] = useState<Content>();
  useEffect(() => {
    listen((message) => setContent((before) => next(before, message)));
    askAll();
  }, []);
  useScroll(content !== undefined);
  switch (content?.kind) {
    case 'report':
      return <Report {...content.shown} />;
    case 'comparison':
      return <ComparisonPage {...content.comparison} />;
    case 'failure':
      return <p role="alert">{content.message}</p>;
    default:
      return <progress aria-label={document.title} />;
  }
}

const askAll = () => ask({ kind: 'ready', folder: remembered().folder });

function next(before: Content | undefined, message: Tell): Content | undefined {
  switch (message.kind) {
    case 'report': {
      const { texts, name, report, steps } = message;
      setTexts(texts);
      return { kind: 'report', shown: { name, report, steps, folder: report.folder } };
    }
    case 'comparison':
      setTexts(message.texts);
      remember({ subject: message.subject });
      return message;
    case 'failure':
      return message;
    case 'changed':
      askAll();
      return before;
    case 'folder':
      return before?.kind === 'report' ? { ...before, shown: { ...before.shown, folder: message.view } } : before;
    case 'duplicates':
      return before?.kind === 'report'
        ? { ...before, shown: { ...before.shown, duplicates: message.duplicates } }
        : before;
  }
}

/** Back where the reader was. */
function useScroll(isThere: boolean): void {
  useEffect(() => {
    if (!isThere) return;
    window.scrollTo(0, remembered().scroll ?? 0);
    const note = () => remember({ scroll: window.scrollY });
    window.addEventListener('scrollend', note);
    return () => window.removeEventListener('scrollend', note);
  }, [isThere]);
}

render(<Page />, document.querySelector('main')!);
