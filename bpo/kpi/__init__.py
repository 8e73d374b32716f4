"""How well it went: one KPI a file. A new KPI is one file, one line here, one page and one test."""

from typing import Annotated

from pydantic import Field

from bpo.core.fields import Called
from bpo.core.vocabulary import KPI
from bpo.kpi.abandonment_rate import AbandonmentRate
from bpo.kpi.adherence import Adherence
from bpo.kpi.answer_rate import AnswerRate
from bpo.kpi.attrition_rate import AttritionRate
from bpo.kpi.average_handle_time import AverageHandleTime
from bpo.kpi.average_speed_of_answer import AverageSpeedOfAnswer
from bpo.kpi.base import Kpi
from bpo.kpi.complaint_rate import ComplaintRate
from bpo.kpi.contact_rate import ContactRate
from bpo.kpi.conversion_rate import ConversionRate
from bpo.kpi.cost_per_contact import CostPerContact
from bpo.kpi.critical_error_accuracy import CriticalErrorAccuracy
from bpo.kpi.csat import Csat
from bpo.kpi.custom import Custom
from bpo.kpi.entered import Entered
from bpo.kpi.first_contact_resolution import FirstContactResolution
from bpo.kpi.forecast_accuracy import ForecastAccuracy
from bpo.kpi.interval_compliance import IntervalCompliance
from bpo.kpi.interval_value import IntervalValue
from bpo.kpi.nps import Nps
from bpo.kpi.occupancy import Occupancy
from bpo.kpi.on_time_rate import OnTimeRate
from bpo.kpi.productivity import Productivity
from bpo.kpi.qa_pass_rate import QaPassRate
from bpo.kpi.qa_score import QaScore
from bpo.kpi.repeat_contact_rate import RepeatContactRate
from bpo.kpi.service_level import ServiceLevel
from bpo.kpi.shrinkage import Shrinkage
from bpo.kpi.utilisation import Utilisation

AnyKpi = Annotated[
    ServiceLevel
    | AbandonmentRate
    | AnswerRate
    | AverageSpeedOfAnswer
    | AverageHandleTime
    | Occupancy
    | Utilisation
    | Adherence
    | Shrinkage
    | Productivity
    | CostPerContact
    | QaPassRate
    | QaScore
    | CriticalErrorAccuracy
    | Csat
    | Nps
    | FirstContactResolution
    | RepeatContactRate
    | ConversionRate
    | ContactRate
    | ComplaintRate
    | OnTimeRate
    | ForecastAccuracy
    | AttritionRate
    | IntervalCompliance
    | IntervalValue
    | Custom
    | Entered,
    Field(discriminator="kpi"),
    Called(KPI),
]

__all__ = ["AnyKpi", "Kpi"]
