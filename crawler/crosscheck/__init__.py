"""A second opinion by other means: axe-core through Selenium and axe-selenium-python."""
