import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { App } from './app.tsx';
import { firstTable, LanguageProvider } from './language/language.tsx';
import { takeCodeFromAddress } from './routing/mailed-code.ts';
import { BrokenPage } from './ui/broken-page.tsx';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/components.css';
import './styles/contact-requests.css';

// First of all: whatever runs later, the code of the mail is no longer in the address.
takeCodeFromAddress();
window.addEventListener('hashchange', takeCodeFromAddress);

async function start(): Promise<void> {
  const container = document.getElementById('panel');
  if (container === null) throw new Error('index.html has no element #panel');
  const first = await firstTable();
  createRoot(container).render(
    <StrictMode>
      <LanguageProvider first={first}>
        <BrokenPage>
          <QueryClientProvider client={queryClient}>
            <App />
          </QueryClientProvider>
        </BrokenPage>
      </LanguageProvider>
    </StrictMode>,
  );
}

// Not awaited here: a table may import from this very file, and would wait for it as it waits for the table.
void start();
